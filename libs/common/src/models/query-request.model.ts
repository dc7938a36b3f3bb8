import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { MaxDepth } from './nesting.js';
import { QueryPreferences } from './query-preferences.model.js';
import { Untouched } from './untouched.js';

/**
 * Longest question in Unicode characters, as OpenAPI counts `maxLength`: about 8,000 tokens of English, within the
 * context of every model of the default pool.
 */
export const LONGEST_QUERY = 32_000;

/** Levels of `context`: far more than facts need, far fewer than cache keys can take (500). */
const DEEPEST_CONTEXT = 32;

export class QueryRequest {
  @ApiProperty({
    description: 'The question in plain text.',
    minLength: 1,
    maxLength: LONGEST_QUERY,
    example: 'What is the capital of France?',
  })
  @IsString()
  @Length(1, LONGEST_QUERY)
  @Matches(/\S/, { message: 'query must contain more than white space' })
  query!: string;

  @ApiPropertyOptional({
    description: 'Conversation that the question belongs to: 8 to 128 letters, digits, - or _.',
    example: 'Zk3vYw0qTb2hXn5cJr8uLs1d',
  })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{8,128}$/, { message: 'sessionId must be 8 to 128 letters, digits, - or _' })
  sessionId?: string;

  @ApiPropertyOptional({
    description: `Facts that the answer may rely on, at most ${DEEPEST_CONTEXT} levels deep. They are part of the cache key.`,
    type: 'object',
    additionalProperties: true,
  })
  @IsOptional()
  @IsObject()
  @MaxDepth(DEEPEST_CONTEXT)
  @Untouched()
  context?: Record<string, unknown>;

  @ApiPropertyOptional({ type: () => QueryPreferences, description: 'How to answer.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => QueryPreferences)
  preferences?: QueryPreferences;
}
