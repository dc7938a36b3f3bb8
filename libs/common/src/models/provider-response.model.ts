import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Min } from 'class-validator';
import { RoutingTrail } from './routing.model.js';

/** Tokens of one answer, counted by the provider. `null` where it did not say. */
export class TokenUsage {
  @ApiProperty({ nullable: true, type: 'integer', description: 'All input tokens, cached ones included.' })
  inputTokens!: number | null;

  @ApiProperty({
    nullable: true,
    type: 'integer',
    description: 'Input tokens read from the provider’s prompt cache.',
  })
  cachedInputTokens!: number | null;

  @ApiProperty({ nullable: true, type: 'integer', description: 'All output tokens, reasoning included.' })
  outputTokens!: number | null;
}

/** An answer of the provider pool. */
export class ProviderResponse {
  @ApiProperty()
  @IsString()
  content!: string;

  @ApiProperty({ example: 'groq' })
  @IsString()
  provider!: string;

  @ApiProperty({ example: 'openai/gpt-oss-120b' })
  @IsString()
  model!: string;

  @ApiProperty({
    nullable: true,
    type: 'integer',
    description: 'Input and output tokens together; null when the provider did not say.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  tokensUsed!: number | null;

  @ApiProperty({
    nullable: true,
    type: 'integer',
    description: 'Micro-dollars; null when the price is not known, never 0 then.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  cost!: number | null;

  @ApiProperty({ type: () => TokenUsage })
  usage!: TokenUsage;

  @ApiProperty({
    example: 'stop',
    description: 'Why the answer ended: stop, length, content-filter, tool-calls, other.',
  })
  @IsString()
  finishReason!: string;

  @ApiProperty({ type: () => RoutingTrail })
  routing!: RoutingTrail;
}
