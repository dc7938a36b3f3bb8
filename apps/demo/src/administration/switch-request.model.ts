import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Max, Min, ValidateIf } from 'class-validator';

const A_DAY_MS = 86_400_000;

export class SwitchRequest {
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

  @ApiPropertyOptional({
    description: 'How long it lasts, in ms. Default: until the next switch.',
    minimum: 1,
    maximum: A_DAY_MS,
    type: 'integer',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(A_DAY_MS)
  forMs?: number;

  @ApiProperty({ description: 'Why, for those who look later.', example: 'groq is slow tonight' })
  @IsString()
  @Length(1, 200)
  reason!: string;
}
