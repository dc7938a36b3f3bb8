import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The shape of every error that leaves the demo. */
export class ErrorResponse {
  @ApiProperty({ example: 'INVALID_REQUEST', description: 'Stable; programs decide by it.' })
  code!: string;

  @ApiProperty({ description: 'What happened and what to do, for people.' })
  message!: string;

  @ApiProperty({ description: 'Names the request in the log.' })
  correlationId!: string;

  @ApiProperty({ description: 'Whether the same request may succeed later.' })
  retryable!: boolean;

  @ApiPropertyOptional({ description: 'ms until it may.' })
  retryAfterMs?: number;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Fields and rules, or the trail of attempts.',
  })
  details?: Record<string, unknown>;
}
