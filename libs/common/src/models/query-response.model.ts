import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Allow,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Min,
  ValidateNested,
} from 'class-validator';
import { RoutingTrail } from './routing.model.js';

/** Where a cached answer came from. */
export class CacheHit {
  @ApiProperty({ enum: ['exact'], description: 'How the question was matched.' })
  @IsIn(['exact'])
  kind!: 'exact';

  @ApiProperty({
    enum: ['l1', 'l2', 'l3', 'flight'],
    description: 'Memory, Redis, or a computation of the same answer that was already running.',
  })
  @IsIn(['l1', 'l2', 'l3', 'flight'])
  tier!: 'l1' | 'l2' | 'l3' | 'flight';

  @ApiProperty({ description: 'Age of the answer in ms.' })
  @IsNumber()
  @Min(0)
  ageMs!: number;

  @ApiProperty({ description: 'Names the cache entry, for feedback and invalidation.' })
  @IsString()
  entryId!: string;
}

export class QueryResponse {
  @ApiProperty({ description: 'The answer. Text for questions; any JSON value for services of your own.' })
  @Allow()
  result!: unknown;

  @ApiProperty({ description: 'What kind of question it was.', example: 'factual' })
  @IsString()
  queryType!: string;

  @ApiProperty({ description: 'Time in this service, in ms.', example: 12.4 })
  @IsNumber()
  @Min(0)
  executionTime!: number;

  @ApiProperty({ description: 'Provider that gave the answer, now or when it was cached.', example: 'groq' })
  @IsString()
  providerUsed!: string;

  @ApiProperty({ description: 'Whether the answer came from the cache.' })
  @IsBoolean()
  cached!: boolean;

  @ApiPropertyOptional({ type: () => CacheHit, description: 'Present when cached.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => CacheHit)
  cache?: CacheHit;

  @ApiPropertyOptional({
    type: () => RoutingTrail,
    description: 'How the answer was obtained. Absent when cached.',
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RoutingTrail)
  routing?: RoutingTrail;

  @ApiProperty({
    description: 'Price of this request in micro-dollars; null when the price is not known. 0 when cached.',
    nullable: true,
    type: 'integer',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  cost!: number | null;

  @ApiPropertyOptional({ description: 'Conversation, when one was given.' })
  @IsOptional()
  @IsString()
  sessionId?: string;

  @ApiProperty({
    description: 'Names this request in logs and traces.',
    example: '019ab0c4-7c1e-7d53-9d55-6d7b5f5c2a10',
  })
  @IsString()
  correlationId!: string;
}
