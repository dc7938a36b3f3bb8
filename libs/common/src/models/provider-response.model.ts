import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { Allow, IsArray, IsInt, IsObject, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { RoutingTrail } from './routing.model.js';

/** Tokens of one answer, counted by the provider. `null` where it did not say. */
export class TokenUsage {
  @ApiProperty({ nullable: true, type: 'integer', description: 'All input tokens, cached ones included.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  inputTokens!: number | null;

  @ApiProperty({
    nullable: true,
    type: 'integer',
    description: 'Input tokens read from the provider’s prompt cache.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  cachedInputTokens!: number | null;

  @ApiPropertyOptional({
    nullable: true,
    type: 'integer',
    description: 'Input tokens written to the provider’s prompt cache.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  cacheWriteTokens?: number | null;

  @ApiProperty({ nullable: true, type: 'integer', description: 'All output tokens, reasoning included.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  outputTokens!: number | null;

  @ApiPropertyOptional({ nullable: true, type: 'integer', description: 'Output tokens of reasoning.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  reasoningTokens?: number | null;
}

/** A tool that the model asks the application to run. */
export class RequestedToolCall {
  @ApiProperty({ description: 'Names the call in its result.' })
  @IsString()
  id!: string;

  @ApiProperty({ example: 'weather', description: 'Name of the tool.' })
  @IsString()
  name!: string;

  @ApiProperty({ description: 'Arguments as the model wrote them; check them before use.' })
  @Allow()
  input!: unknown;

  @ApiProperty({
    example: 'openai/gpt-5.4-mini',
    description: 'Candidate that asks; only that one can go on.',
  })
  @IsString()
  candidate!: string;
}

/** An answer of the provider pool. */
export class ProviderResponse {
  @ApiProperty({ description: 'The answer.' })
  @IsString()
  content!: string;

  @ApiPropertyOptional({
    type: [RequestedToolCall],
    description: 'Tools that the model asks for; absent when none.',
  })
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RequestedToolCall)
  toolCalls?: RequestedToolCall[];

  @ApiPropertyOptional({
    description: 'Text of the reasoning, when it was asked for and the provider shows it.',
  })
  @IsOptional()
  @IsString()
  reasoning?: string;

  @ApiProperty({ example: 'groq', description: 'Provider that answered.' })
  @IsString()
  provider!: string;

  @ApiProperty({ example: 'openai/gpt-oss-120b', description: 'Model that answered.' })
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
    description:
      'What the attempt that answered cost, in whole micro-dollars; null when the price is not known, never 0 then.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  cost!: number | null;

  @ApiProperty({ type: () => TokenUsage, description: 'Tokens by kind.' })
  @IsObject()
  @ValidateNested()
  @Type(() => TokenUsage)
  usage!: TokenUsage;

  @ApiProperty({
    example: 'stop',
    description: 'Why the answer ended: stop, length, content-filter, tool-calls, other.',
  })
  @IsString()
  finishReason!: string;

  @ApiProperty({ type: () => RoutingTrail, description: 'How the answer was obtained.' })
  @IsObject()
  @ValidateNested()
  @Type(() => RoutingTrail)
  routing!: RoutingTrail;
}
