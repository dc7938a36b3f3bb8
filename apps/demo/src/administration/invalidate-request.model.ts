import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString, Length } from 'class-validator';

/** What to forget; at least one of the three. */
export class InvalidateRequest {
  @ApiPropertyOptional({ description: 'All answers of this family.', example: 'answers', maxLength: 128 })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  namespace?: string;

  @ApiPropertyOptional({ type: [String], description: 'Answers with one of these tags.', maxItems: 64 })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(64)
  @IsString({ each: true })
  @Length(1, 256, { each: true })
  tags?: string[];

  @ApiPropertyOptional({ description: 'All answers.' })
  @IsOptional()
  @IsBoolean()
  everything?: boolean;
}

export class InvalidateResponse {
  @ApiProperty({
    enum: ['everyone', 'process'],
    description:
      'Whether every process has forgotten it, or Redis could not be reached and only this one has.',
  })
  reached!: 'everyone' | 'process';

  @ApiProperty({ description: 'Processes that have confirmed it, this one included.' })
  processes!: number;
}
