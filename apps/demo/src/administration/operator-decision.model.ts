import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

const A_DAY_MS = 86_400_000;

/** What an operator decides, and why. */
export class OperatorDecision {
  @ApiProperty({
    description: 'Why, for those who look later.',
    example: 'groq is slow tonight',
    minLength: 1,
    maxLength: 200,
  })
  @IsString()
  @Length(1, 200)
  @Matches(/\S/, { message: 'reason must contain more than white space' })
  reason!: string;
}

/** The same, for a while. */
export class TimedDecision extends OperatorDecision {
  @ApiPropertyOptional({
    description: 'How long it lasts, in ms. Default: until it is taken back.',
    minimum: 1,
    maximum: A_DAY_MS,
    type: 'integer',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(A_DAY_MS)
  forMs?: number;
}
