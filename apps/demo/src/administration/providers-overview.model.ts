import type { LaneLimits, ModelStats, ProviderStats } from '@hydrogenai/ai-provider';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LANE_STATES, LaneStateView } from '../query/lane-state.model.js';
import { DrainInForce, SwitchInForce } from './decisions-in-force.model.js';

class LogicalModelView {
  @ApiProperty({ example: 'chat' })
  name!: string;

  @ApiProperty({ type: [String], description: 'Candidates as provider/model, in the configured order.' })
  candidates!: readonly string[];
}

class LaneView {
  @ApiProperty({ example: 'groq/openai/gpt-oss-120b', description: 'One key’s access to one model.' })
  lane!: string;

  @ApiProperty({ type: LaneStateView })
  state!: ProviderStats['lanes'][number]['state'];
}

class ProviderView implements ProviderStats {
  @ApiProperty({ example: 'groq' })
  provider!: string;

  @ApiProperty({ enum: LANE_STATES, description: 'As its readiest lane.' })
  state!: ProviderStats['state'];

  @ApiProperty({ type: [LaneView] })
  lanes!: readonly LaneView[];

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description:
      'By model: attempts, failures by kind, tokens, cost, percentiles of latencyMs, firstTokenMs and tokensPerSecond, errorShare, failoverShare.',
  })
  models!: readonly ModelStats[];
}

/** Who answers, how it goes, what is known of limits, and what operators have decided. */
export class ProvidersOverview {
  @ApiProperty({ enum: ['real', 'simulator'] })
  source!: 'real' | 'simulator';

  @ApiPropertyOptional({ description: 'Where the simulator’s faults are scripted.' })
  simulatorUrl?: string;

  @ApiProperty({ type: [LogicalModelView] })
  models!: readonly LogicalModelView[];

  @ApiProperty({ type: [ProviderView] })
  providers!: readonly ProviderView[];

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description:
      'Limits of each lane, configured or learned from headers: what is left, until when, who waits.',
  })
  limits!: readonly LaneLimits[];

  @ApiProperty({ type: [SwitchInForce] })
  switches!: readonly SwitchInForce[];

  @ApiProperty({ type: [DrainInForce] })
  drains!: readonly DrainInForce[];
}
