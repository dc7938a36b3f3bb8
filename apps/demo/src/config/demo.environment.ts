import { ConfigSchema, Env, Sensitive } from '@hydrogenai/config-validator';
import { IsInt, IsNumber, IsOptional, IsUrl, Matches, Max, Min, MinLength } from 'class-validator';
import { IsTrustedProxies } from './trusted-proxies.validator.js';

const HTTP_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** Everything that the demo reads from its environment or `.env`. */
@ConfigSchema({ title: 'Demo application' })
export class DemoEnvironment {
  @Env('PORT', { as: 'integer', description: 'TCP port of the HTTP server; 0 takes a free one.' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  port: number = 3_000;

  @Env('HOST', { description: 'Address to listen on; 0.0.0.0 opens the demo to the network.' })
  @MinLength(1)
  host: string = '127.0.0.1';

  @Env('GROQ_API_KEY', { description: 'Key of Groq.' })
  @Sensitive()
  @IsOptional()
  @MinLength(8)
  groqApiKey?: string;

  @Env('OPENAI_API_KEY', { description: 'Key of OpenAI.' })
  @Sensitive()
  @IsOptional()
  @MinLength(8)
  openaiApiKey?: string;

  @Env('ANTHROPIC_API_KEY', { description: 'Key of Anthropic.' })
  @Sensitive()
  @IsOptional()
  @MinLength(8)
  anthropicApiKey?: string;

  @Env('GROQ_BASE_URL', { description: 'Base URL of Groq’s API, for proxies.' })
  @IsOptional()
  @IsUrl(HTTP_URL)
  groqBaseUrl?: string;

  @Env('OPENAI_BASE_URL', { description: 'Base URL of OpenAI’s API, for proxies.' })
  @IsOptional()
  @IsUrl(HTTP_URL)
  openaiBaseUrl?: string;

  @Env('ANTHROPIC_BASE_URL', { description: 'Base URL of Anthropic’s API, for proxies.' })
  @IsOptional()
  @IsUrl(HTTP_URL)
  anthropicBaseUrl?: string;

  @Env('REDIS_URL', {
    description:
      'Redis for the cache, the limits, and what is known of the providers; without it all live in memory.',
  })
  @Sensitive()
  @IsOptional()
  @Matches(/^rediss?:\/\/\S+$/, {
    message: 'The value must look like redis://host:6379, or rediss:// for TLS.',
  })
  redisUrl?: string;

  @Env('DAILY_BUDGET_DOLLARS', {
    as: 'number',
    description:
      'What all answers of a day (UTC) may cost together, in US dollars; models without a known price are left out then.',
  })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 6 })
  @Min(0.000_001)
  @Max(1_000_000)
  dailyBudgetDollars?: number;

  @Env('CACHE_TTL_MS', { as: 'integer', description: 'Lifetime of an answer in the cache, in ms.' })
  @IsInt()
  @Min(1)
  @Max(86_400_000)
  cacheTtlMs: number = 600_000;

  @Env('QUERY_LIMIT_PER_MINUTE', {
    as: 'integer',
    description: 'Questions of one user a minute; half of them may come at once.',
  })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  queryLimitPerMinute: number = 60;

  @Env('GLOBAL_QUERY_LIMIT_PER_MINUTE', {
    as: 'integer',
    description: 'Questions of all users together a minute; half of them may come at once.',
  })
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  globalQueryLimitPerMinute: number = 600;

  @Env('TRIAL_QUERY_LIMIT_PER_MINUTE', {
    as: 'integer',
    description: 'A limit of one user that refuses nobody; GET /v1/limits tells what it would refuse.',
  })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  trialQueryLimitPerMinute: number = 20;

  @Env('TRUSTED_PROXIES', {
    as: 'list',
    description:
      'Proxies whose X-Forwarded-For tells the address of a user; without them nobody is believed.',
  })
  @IsTrustedProxies()
  trustedProxies: readonly string[] = [];

  @Env('SIMULATOR_PORT', {
    as: 'integer',
    description: 'Port of the provider simulator; 0 takes a free one.',
  })
  @IsInt()
  @Min(0)
  @Max(65_535)
  simulatorPort: number = 0;

  @Env('SIMULATOR_LATENCY_MS', { as: 'integer', description: 'How long a simulated provider thinks, in ms.' })
  @IsInt()
  @Min(0)
  @Max(60_000)
  simulatorLatencyMs: number = 150;
}
