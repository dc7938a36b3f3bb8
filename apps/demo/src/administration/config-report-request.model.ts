import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

export class ConfigReportRequest {
  @ApiPropertyOptional({
    enum: ['start', 'now'],
    description:
      'What the start found, or what is found now, for which servers and providers are asked. Default: start.',
  })
  @IsOptional()
  @IsIn(['start', 'now'])
  check?: 'start' | 'now';
}
