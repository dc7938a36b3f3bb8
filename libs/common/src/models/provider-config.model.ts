import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, MinLength } from 'class-validator';

/** How to reach one provider. It holds a key: it goes into a service, never out of one. */
export class ProviderConfig {
  @ApiProperty({ example: 'groq', description: 'Short name in lower case.' })
  @IsString()
  @Matches(/^[a-z][a-z0-9-]{0,63}$/, {
    message: 'name must be 1 to 64 lower-case letters, digits or -, starting with a letter',
  })
  name!: string;

  @ApiProperty({ writeOnly: true, description: 'API key.' })
  @IsString()
  @MinLength(1)
  apiKey!: string;

  @ApiPropertyOptional({ description: 'Base URL of the API. Default: the provider’s own.' })
  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  baseUrl?: string;

  @ApiProperty({ example: 'openai/gpt-oss-120b', description: 'Model as the provider names it.' })
  @IsString()
  @MinLength(1)
  modelName!: string;

  @ApiPropertyOptional({ description: 'Requests per minute.', minimum: 1, type: 'integer' })
  @IsOptional()
  @IsInt()
  @Min(1)
  rateLimit?: number;

  @ApiPropertyOptional({
    description: 'Deadline of a call in ms.',
    minimum: 1,
    maximum: 600_000,
    type: 'integer',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(600_000)
  timeout?: number;
}
