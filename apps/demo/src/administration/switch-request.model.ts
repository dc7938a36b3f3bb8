import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import { TimedDecision } from './operator-decision.model.js';

export class SwitchRequest extends TimedDecision {
  @ApiProperty({
    nullable: true,
    type: String,
    example: 'openai',
    description: 'Provider that comes first; null goes back to the configured order.',
  })
  @ValidateIf(({ provider }: SwitchRequest) => provider !== null)
  @IsString()
  @Length(1, 64)
  provider!: string | null;

  @ApiPropertyOptional({ description: 'Logical model that it is for. Default: all.', example: 'chat' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  model?: string;
}
