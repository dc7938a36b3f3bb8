import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

/** Most tokens that one answer may be asked for; above the output limit of every current model. */
const MOST_OUTPUT_TOKENS = 200_000;

export class QueryPreferences {
  @ApiPropertyOptional({
    description: 'Logical model that answers. Default: the configured one.',
    example: 'chat',
    minLength: 1,
    maxLength: 64,
  })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  model?: string;

  @ApiPropertyOptional({
    description:
      'Providers or provider/model pairs to try, in this order. Default: the order of the configured model.',
    example: ['groq', 'openai'],
    type: [String],
    maxItems: 10,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(200, { each: true })
  modelPreferences?: string[];

  @ApiPropertyOptional({
    description: 'Whether another provider may answer when the first one fails.',
    default: true,
  })
  @IsOptional()
  @IsBoolean()
  fallbackEnabled?: boolean;

  @ApiPropertyOptional({
    description: 'Most tokens of the answer.',
    minimum: 1,
    maximum: MOST_OUTPUT_TOKENS,
    type: 'integer',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_OUTPUT_TOKENS)
  maxTokens?: number;

  @ApiPropertyOptional({
    description: 'Whether the answer may come from the cache and go into it.',
    default: true,
  })
  @IsOptional()
  @IsBoolean()
  cache?: boolean;
}
