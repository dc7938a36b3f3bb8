import type { ExplainedCandidate, Explanation } from '@hydrogenai/ai-provider';
import { ApiProperty } from '@nestjs/swagger';
import { LaneStateView } from './lane-state.model.js';

class ExplainedCandidateView implements ExplainedCandidate {
  @ApiProperty({ example: 'groq/openai/gpt-oss-120b', description: 'provider/model.' })
  candidate!: string;

  @ApiProperty({ example: 'groq', description: 'Which key of the provider; groq#2 where it has several.' })
  account!: string;

  @ApiProperty({ type: LaneStateView, description: 'How it stands; who is not ready is passed over.' })
  state!: ExplainedCandidate['state'];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'How long the request would wait for its limits, in ms; null: it is larger than they are.',
  })
  waitMs!: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Estimated price in micro-dollars; null: not known.',
  })
  estimatedCost!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Time of an answer as of late, in ms; null: it has not answered yet.',
  })
  expectedMs!: number | null;

  @ApiProperty({ type: 'integer', description: 'Requests that it is working on.' })
  inFlight!: number;
}

class LeftOutView {
  @ApiProperty({ example: 'groq/openai/gpt-oss-120b', description: 'provider/model.' })
  candidate!: string;

  @ApiProperty({ type: [String], description: 'Why, in words.' })
  reasons!: readonly string[];
}

export class ExplainResponse implements Explanation {
  @ApiProperty({ example: 'chat', description: 'Logical model that answers; of auto the one that it chose.' })
  model!: string;

  @ApiProperty({ example: 'first in the order of "chat"', description: 'Why the first one is first.' })
  reason!: string;

  @ApiProperty({ type: [ExplainedCandidateView], description: 'In the order in which they would be asked.' })
  candidates!: readonly ExplainedCandidateView[];

  @ApiProperty({ type: [LeftOutView], description: 'Who would not be asked.' })
  leftOut!: readonly LeftOutView[];
}
