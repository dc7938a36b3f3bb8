import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsNumber, IsOptional, IsString, Min, ValidateNested } from 'class-validator';

/** One try at one provider. Kinds and numbers only, never the provider's own text. */
export class RoutingAttempt {
  @ApiProperty({ example: 'groq', description: 'Provider that was asked.' })
  @IsString()
  provider!: string;

  @ApiProperty({ example: 'openai/gpt-oss-120b', description: 'Model that was asked.' })
  @IsString()
  model!: string;

  @ApiProperty({
    enum: ['answered', 'failed', 'outrun'],
    description: 'How the attempt ended; outrun: another one that ran beside it was quicker.',
  })
  @IsIn(['answered', 'failed', 'outrun'])
  outcome!: 'answered' | 'failed' | 'outrun';

  @ApiPropertyOptional({
    description: 'Why it failed: rate_limit, quota, overloaded, server, timeout, network, auth, ...',
    example: 'rate_limit',
  })
  @IsOptional()
  @IsString()
  kind?: string;

  @ApiPropertyOptional({ description: 'HTTP status of the provider.', example: 429, type: 'integer' })
  @IsOptional()
  @IsInt()
  httpStatus?: number;

  @ApiProperty({ description: 'Duration of the attempt in ms.' })
  @IsNumber()
  @Min(0)
  ms!: number;

  @ApiPropertyOptional({ description: 'Time to the first content in ms, for streams.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  firstTokenMs?: number;
}

/** What happened on the way to an answer. */
export class RoutingTrail {
  @ApiProperty({ description: 'Logical model that was asked for.', example: 'chat' })
  @IsString()
  model!: string;

  @ApiPropertyOptional({ description: 'provider/model that answered.', example: 'groq/openai/gpt-oss-120b' })
  @IsOptional()
  @IsString()
  chosen?: string;

  @ApiProperty({
    description: 'Why this candidate answered, in words.',
    example: 'first in the order of "chat"',
  })
  @IsString()
  reason!: string;

  @ApiProperty({ type: [RoutingAttempt], description: 'In the order in which they were made.' })
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RoutingAttempt)
  attempts!: RoutingAttempt[];
}
