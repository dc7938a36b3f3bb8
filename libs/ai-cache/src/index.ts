// Module
export { AiCacheModule } from './ai-cache.module.js';
export { AI_CACHE_OPTIONS } from './ai-cache.module-definition.js';
export {
  resolveAiCacheOptions,
  type AiCacheOptions,
  type RedisSource,
  type ResolvedAiCacheOptions,
} from './ai-cache.options.js';

// Service
export { AiCacheService, type AnswerOptions, type ResolvedAnswer } from './ai-cache.service.js';
export { Absent } from './entry/absent.js';
export type { AnswerFactory, CacheRequest, ComputeOptions } from './entry/cache-request.js';

// Method decorator
export { Cacheable, type CacheableDecorator } from './decorators/cacheable.decorator.js';
export type { CacheableOptions } from './decorators/cacheable.options.js';

// Results of queries, and schemas
export { ResultCache, type ResolvedResult } from './results/result.cache.js';
export type { ResultOptions, ResultQuery } from './results/result-query.js';
export { SchemaCache, type RefreshedSchema } from './schemas/schema.cache.js';
export type { SchemaOptions } from './schemas/schema.options.js';

// HTTP responses
export { CacheResponse } from './http/cache-response.decorator.js';
export { CacheResponseInterceptor } from './http/cache-response.interceptor.js';
export type { CacheResponseOptions, VaryName } from './http/cache-response.options.js';

// Errors
export { ValueNotCacheableError } from './json/value-not-cacheable.error.js';
export { StreamNotCacheableError } from './engine/stream-not-cacheable.error.js';
export { NamespaceTakenError } from './decorators/namespace-taken.error.js';

// Operation
export type { CacheHealth, CacheStats } from './stats/cache-stats.js';
export type { NamespaceCounters } from './stats/cache-statistics.js';
export type { LatencyPercentiles } from './stats/latency-histogram.js';
export type { SavingsReport } from './stats/savings.js';
export type { MemoryUsage } from './memory/memory.store.js';
export type { RedisUsage } from './redis/redis-usage.js';

// Telemetry
export {
  cacheEntryUnreadable,
  cacheRedisState,
  type CacheEntryUnreadable,
  type CacheRedisState,
  type RedisFailure,
} from './redis/redis-facts.js';
export { cacheSchemaChanged, type CacheSchemaChanged } from './schemas/schema.facts.js';
