import type { UsageReport, UsageRow } from '@hydrogenai/ai-provider';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const LABEL = { type: 'string', nullable: true } as const;
const WHOLE = { type: 'integer' } as const;

export class UsageRowView implements UsageRow {
  @ApiPropertyOptional({ ...LABEL, example: 'groq' })
  provider?: string | null;

  @ApiPropertyOptional({ ...LABEL, example: 'openai/gpt-oss-120b' })
  model?: string | null;

  @ApiPropertyOptional({ ...LABEL, description: 'Which key of the provider.', example: 'groq' })
  account?: string | null;

  @ApiPropertyOptional({ ...LABEL, description: 'null: the caller did not say.' })
  tenant?: string | null;

  @ApiPropertyOptional({ ...LABEL, description: 'null: the caller did not say.' })
  user?: string | null;

  @ApiPropertyOptional({ ...LABEL, description: 'Endpoint of the question.', example: 'query' })
  feature?: string | null;

  @ApiProperty({ ...WHOLE, description: 'Attempts in all: answered, failed and aborted.' })
  attempts!: number;

  @ApiProperty(WHOLE)
  answered!: number;

  @ApiProperty(WHOLE)
  failed!: number;

  @ApiProperty({ ...WHOLE, description: 'Ended by the caller.' })
  aborted!: number;

  @ApiProperty({ ...WHOLE, description: 'All input tokens, what caches served and took up included.' })
  inputTokens!: number;

  @ApiProperty({ ...WHOLE, description: 'Of the input tokens.' })
  cacheReadTokens!: number;

  @ApiProperty({ ...WHOLE, description: 'Of the input tokens.' })
  cacheWriteTokens!: number;

  @ApiProperty({ ...WHOLE, description: 'All output tokens, reasoning included.' })
  outputTokens!: number;

  @ApiProperty({ ...WHOLE, description: 'Of the output tokens.' })
  reasoningTokens!: number;

  @ApiProperty({ ...WHOLE, description: 'Whole micro-dollars, of the attempts whose price is known.' })
  costMicroDollars!: number;

  @ApiProperty({ ...WHOLE, description: 'Attempts whose price is not known.' })
  unpriced!: number;

  @ApiProperty({ ...WHOLE, description: 'Attempts whose tokens were estimated.' })
  estimated!: number;

  @ApiProperty({ type: 'number', description: 'Time of all attempts together, in ms.' })
  latencyMs!: number;

  @ApiProperty({ type: 'number', description: 'Times to the first content together, in ms.' })
  firstTokenMs!: number;

  @ApiProperty({ ...WHOLE, description: 'Attempts that firstTokenMs adds up.' })
  firstTokens!: number;

  @ApiProperty({ minimum: 0, maximum: 1, description: 'Share of attempts whose tokens were estimated.' })
  estimatedShare!: number;
}

export class UsageResponse implements UsageReport {
  @ApiProperty({ ...WHOLE, description: 'First hour, ms since 1970.' })
  from!: number;

  @ApiProperty({ ...WHOLE, description: 'End of the last hour, ms since 1970.' })
  to!: number;

  @ApiProperty({
    enum: ['store', 'process'],
    description: 'store: of all processes that share Redis; process: of this one since it started.',
  })
  source!: 'store' | 'process';

  @ApiProperty({ type: [UsageRowView], description: 'The dearest first.' })
  rows!: readonly UsageRowView[];
}
