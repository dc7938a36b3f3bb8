// Module
export { AiCacheModule } from './ai-cache.module.js';
export { AI_CACHE_OPTIONS } from './ai-cache.module-definition.js';
export {
  resolveAiCacheOptions,
  type AiCacheOptions,
  type ResolvedAiCacheOptions,
} from './ai-cache.options.js';
export type { RedisSource } from '@hydrogenai/common/redis';

// Service
export { AiCacheService, type AnswerOptions } from './ai-cache.service.js';
export type { ResolvedAnswer, StreamedAnswer } from './entry/resolved-answer.js';
export { Absent } from './entry/absent.js';
export type { InvalidationTarget } from './entry/invalidation-target.js';
export type { Reach } from './invalidation/invalidation-log.js';
export type {
  AnswerFactory,
  CacheRequest,
  ComputeOptions,
  StreamFactory,
  StreamOptions,
} from './entry/cache-request.js';

// What may be stored
export type { FilterVerdict, StoreFilter } from './filter/store-filter.js';
export type { RolesOf, TenantOf } from './entry/visibility.js';

// Encryption and the third tier (the SQLite store is @hydrogenai/ai-cache/sqlite)
export type { EncryptionKey, EncryptionOptions } from './encryption/encryption.options.js';
export type { L3Options } from './l3/l3.options.js';
export { quietClient } from './l3/quiet-client.js';

// A storage adapter for Keyv and @nestjs/cache-manager
export {
  AiCacheKeyvStore,
  type AiCacheKeyvStoreOptions,
  type KeyedAnswers,
} from './keyv/ai-cache-keyv.store.js';

// Method decorators
export { Cacheable, type CacheableDecorator } from './decorators/cacheable.decorator.js';
export type { CacheableOptions } from './decorators/cacheable.options.js';
export { CacheEvict, type CacheEvictDecorator } from './decorators/cache-evict.decorator.js';
export type { CacheEvictOptions } from './decorators/cache-evict.options.js';

// How long answers are served, and what stands in for them
export {
  resolveFreshness,
  type FreshnessOptions,
  type ResolvedFreshness,
} from './freshness/freshness.options.js';

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
export { FactoryTimeoutError } from './freshness/factory-timeout.error.js';
export { WaitTimeoutError } from './flight/wait-timeout.error.js';
export { StreamInterruptedError, type StreamInterruption } from './flight/stream/stream-interrupted.error.js';
export { ValueNotCacheableError } from './json/value-not-cacheable.error.js';
export { StreamNotCacheableError } from './engine/stream-not-cacheable.error.js';
export { L3UnreachableError } from './l3/l3-unreachable.error.js';
export { NamespaceTakenError } from './decorators/namespace-taken.error.js';

// Operation
export type { CacheHealth, CacheStats } from './stats/cache-stats.js';
export type { NamespaceCounters, NamespaceStatistics } from './stats/cache-statistics.js';
export type { InvalidationUsage } from './invalidation/invalidation-usage.js';
export type { LatencyPercentiles } from './stats/latency-histogram.js';
export type { MemoryUsage } from './memory/memory.store.js';
export type { RedisUsage } from './redis/redis-usage.js';
export type { L3Usage } from './l3/l3-usage.js';

// Telemetry
export { cacheRefreshTrouble, type CacheRefreshTrouble } from './freshness/freshness.facts.js';
export {
  cacheTrustState,
  type CacheTrustState,
  type SuspectReason,
} from './invalidation/invalidation.facts.js';
export { cacheRedisState, type CacheRedisState, type RedisFailure } from './redis/redis-facts.js';
export { cacheL3State, type CacheL3State } from './l3/l3-facts.js';
export {
  cacheAnswered,
  cacheInvalidated,
  type CacheAnswered,
  type CacheInvalidated,
} from './stats/answered.facts.js';
export { cacheAnswerWithheld, type CacheAnswerWithheld } from './filter/filter.facts.js';
export { cacheRecordRejected, type CacheRecordRejected } from './record/record-facts.js';
export type { UnreadableReason } from './record/record.js';
export { cacheSchemaChanged, type CacheSchemaChanged } from './schemas/schema.facts.js';
