import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, Matches, MinLength } from 'class-validator';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;

/** What a service says of itself. */
export class ServiceConfig {
  @ApiProperty({ example: 'orchestrator' })
  @IsString()
  @MinLength(1)
  name!: string;

  @ApiProperty({ example: '1.4.0', description: 'Semantic version.' })
  @Matches(/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/, {
    message: 'version must be a semantic version such as 1.4.0',
  })
  version!: string;

  @ApiProperty({ example: 'production' })
  @IsString()
  @MinLength(1)
  environment!: string;

  @ApiProperty()
  @IsBoolean()
  debug!: boolean;

  @ApiProperty({ enum: LOG_LEVELS })
  @IsIn(LOG_LEVELS)
  logLevel!: (typeof LOG_LEVELS)[number];
}
