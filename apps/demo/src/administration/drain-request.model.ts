import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { OperatorDecision, TimedDecision } from './operator-decision.model.js';

const TARGET = {
  description: 'A provider, one of its models as `provider/model`, or one of several keys as `groq#2`.',
  example: 'groq',
  minLength: 1,
  maxLength: 200,
};

export class DrainRequest extends TimedDecision {
  @ApiProperty(TARGET)
  @IsString()
  @Length(1, 200)
  target!: string;
}

export class ResumeRequest extends OperatorDecision {
  @ApiProperty(TARGET)
  @IsString()
  @Length(1, 200)
  target!: string;
}
