import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, Matches, MinLength } from 'class-validator';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;

/** What a service says of itself. */
export class ServiceConfig {
  @ApiProperty({ example: 'orchestrator', description: 'Name of the service.' })
  @IsString()
  @MinLength(1)
  name!: string;

  @ApiProperty({ example: '1.4.0', description: 'Semantic version.' })
  @Matches(/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/, {
    message: 'version must be a semantic version such as 1.4.0',
  })
  version!: string;

  @ApiProperty({ example: 'production', description: 'Where it runs.' })
  @IsString()
  @MinLength(1)
  environment!: string;

  @ApiProperty({ description: 'Whether it says more than in production.' })
  @IsBoolean()
  debug!: boolean;

  @ApiProperty({ enum: LOG_LEVELS, description: 'Least severe level that is logged.' })
  @IsIn(LOG_LEVELS)
  logLevel!: (typeof LOG_LEVELS)[number];
}
