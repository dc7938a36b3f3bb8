import { LONGEST_QUERY } from '@hydrogenai/common/models';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

export class ClassifyRequest {
  @ApiProperty({
    description: 'The question in plain text.',
    minLength: 1,
    maxLength: LONGEST_QUERY,
    example: 'Compare Postgres and MySQL',
  })
  @IsString()
  @Length(1, LONGEST_QUERY)
  query!: string;
}

export class ClassifyResponse {
  @ApiProperty({
    example: 'comparison',
    description: 'Kind of question, or unknown when no rule speaks clearly.',
  })
  queryType!: string;

  @ApiProperty({ description: 'Share of the winning kind in the evidence, 0 to 1.' })
  confidence!: number;

  @ApiProperty({ type: [String], description: 'Names of the rules that spoke for it.' })
  why!: readonly string[];
}
