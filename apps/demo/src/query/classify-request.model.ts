import {
  COMPLEXITIES,
  TIME_SENSITIVITIES,
  type Complexity,
  type TimeSensitivity,
} from '@hydrogenai/ai-provider';
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
    description: 'Kind of question, or unknown when the classifier would have to guess.',
  })
  queryType!: string;

  @ApiProperty({
    minimum: 0,
    maximum: 1,
    description:
      'How often a kind that was found with such evidence is right, measured on labelled questions.',
  })
  confidence!: number;

  @ApiProperty({ type: [String], description: 'Names of the rules that spoke for it, the strongest first.' })
  why!: readonly string[];

  @ApiProperty({ enum: COMPLEXITIES, description: 'How much the question asks of a model.' })
  complexity!: Complexity;

  @ApiProperty({ minimum: 0, maximum: 1, description: 'What the complexity was cut from.' })
  complexityScore!: number;

  @ApiProperty({
    example: 'en',
    description: 'Language of the question, BCP 47 primary subtag; und when it cannot be told.',
  })
  language!: string;

  @ApiProperty({
    enum: TIME_SENSITIVITIES,
    description: 'How soon an answer becomes wrong: within minutes, within a day, within months, or never.',
  })
  timeSensitivity!: TimeSensitivity;

  @ApiProperty({ enum: ['rules', 'model'], description: 'Who decided the kind.' })
  stage!: 'rules' | 'model';
}
