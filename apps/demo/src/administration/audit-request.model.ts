import type { AuditRecord, AuditVerdict } from '@hydrogenai/security';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class AuditRequest {
  @ApiPropertyOptional({ description: 'Records at most. Default: 50.', minimum: 1, maximum: 1_000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  limit?: number;
}

export class AuditReport {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'Whether every record is as it was written and none is missing; else which is the first bad one.',
  })
  verdict!: AuditVerdict;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'The newest first. Actors are pseudonyms.',
  })
  records!: readonly AuditRecord[];
}
