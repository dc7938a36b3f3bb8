import {
  Advice,
  ApiKey,
  ConfigSchema,
  ConnectionString,
  Env,
  Probe,
  redisPing,
  Sensitive,
  Setting,
} from '@hydrogenai/config-validator';
import { Secret } from '@hydrogenai/security';
import { IsInt, IsNumber, IsOptional, IsUrl, Max, Min, MinLength } from 'class-validator';
import { IsAccessEntries } from '../access/access-entries.validator.js';
import { IsKeyList } from '../access/key-list.validator.js';
import { IsTrustedProxies } from './trusted-proxies.validator.js';

const HTTP_URL = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

const opensToAll = (host: unknown): boolean => host === '0.0.0.0' || host === '::';

/** Everything that the demo reads from its environment or `.env`. */
@ConfigSchema({ title: 'Demo application' })
export class DemoEnvironment {
  @Env('PORT', { as: 'integer', description: 'TCP port of the HTTP server; 0 takes a free one.' })
  @IsInt()
  @Min(0)
  @Max(65_535)
  port: number = 3_000;

  @Env('HOST', { description: 'Address to listen on; 0.0.0.0 opens the demo to the network.' })
  @Advice(
    (host) => opensToAll(host) && 'one that every machine of the network can reach; questions need no key',
  )
  @MinLength(1)
  host: string = '127.0.0.1';

  @Env('GROQ_API_KEY', { description: 'Key of Groq.' })
  @ApiKey('groq')
  @IsOptional()
  groqApiKey?: Secret;

  @Env('OPENAI_API_KEY', { description: 'Key of OpenAI.' })
  @ApiKey('openai')
  @IsOptional()
  openaiApiKey?: Secret;

  @Env('ANTHROPIC_API_KEY', { description: 'Key of Anthropic.' })
  @ApiKey('anthropic')
  @IsOptional()
  anthropicApiKey?: Secret;

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
  @ConnectionString({ schemes: ['redis', 'rediss'] })
  // The demo starts without Redis, and uses it as soon as it is there.
  @Probe(redisPing({ required: false }))
  @IsOptional()
  redisUrl?: Secret;

  @Env('CACHE_KEYS', {
    description:
      'Keys that encrypt answers in Redis and in CACHE_FILE: id:secret with commas between, the one that writes first.',
  })
  @Sensitive()
  @IsOptional()
  @IsKeyList()
  cacheKeys?: Secret;

  @Env('CACHE_FILE', {
    description: 'SQLite file for answers that live longer than Redis keeps them; only with REDIS_URL.',
  })
  @IsOptional()
  @MinLength(1)
  cacheFile?: string;

  @Env('ACCESS_KEYS', {
    as: 'list',
    description:
      'Who may call the administrative endpoints: name:role:hash with commas between (npm run access-key). Without them each start makes keys and prints them.',
  })
  @IsAccessEntries()
  accessKeys: readonly string[] = [];

  @Env('AUDIT_FILE', {
    description: 'File that the audit trail is appended to; without it the trail is in memory.',
  })
  @IsOptional()
  @MinLength(1)
  auditFile?: string;

  @Env('AUDIT_KEYS', {
    description:
      'Keys that sign the audit trail, as CACHE_KEYS; with AUDIT_FILE, so that it can be verified later.',
  })
  @Sensitive()
  @IsOptional()
  @IsKeyList()
  auditKeys?: Secret;

  @Env('DAILY_BUDGET_DOLLARS', {
    as: 'number',
    description:
      'What all answers of a day (UTC) may cost together, in US dollars; models without a known price are left out then.',
  })
  @Setting('ai.budgetMicroDollars', { times: 1_000_000 })
  @IsOptional()
  @IsNumber({ maxDecimalPlaces: 6 })
  @Min(0.000_001)
  @Max(1_000_000)
  dailyBudgetDollars?: number;

  @Env('CACHE_TTL_MS', { as: 'integer', description: 'Lifetime of an answer in the cache, in ms.' })
  @Setting('cache.ttlMs')
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
