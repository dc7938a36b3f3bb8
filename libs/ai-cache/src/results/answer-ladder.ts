import type { CacheHit } from '@hydrogenai/common/models';
import type { Absent } from '../entry/absent.js';
import type { AnswerFactory, CacheRequest, ComputeOptions } from '../entry/cache-request.js';
import type { InvalidationTarget } from '../entry/invalidation-target.js';
import type { Reach } from '../invalidation/invalidation-log.js';

interface Answered<T> {
  readonly value: T;
  readonly hit: CacheHit | undefined;
}

/** What a cache for one purpose needs of `AiCacheService`. */
export interface AnswerLadder {
  answer<T>(
    request: CacheRequest,
    generate: AnswerFactory<T>,
    options?: ComputeOptions<T> & { readonly store?: ((value: T) => boolean) | undefined },
  ): Promise<Answered<T>>;
  lookup<T>(request: CacheRequest): Promise<Answered<T> | Absent>;
  set(request: CacheRequest, value: unknown): Promise<void>;
  invalidate(target: InvalidationTarget): Promise<Reach>;
}
