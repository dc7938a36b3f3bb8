import type { MemoryStore } from './stores/memory.store.js';
import type { RateLimitStore } from './stores/rate-limit.store.js';

/** The options with their defaults filled in. */
export const RESOLVED_RATE_LIMIT_OPTIONS = Symbol('@hydrogenai/RESOLVED_RATE_LIMIT_OPTIONS');

/** The stores of one application. */
export const RATE_LIMIT_STORES = Symbol('@hydrogenai/RATE_LIMIT_STORES');

export interface RateLimitStores {
  /** Redis, or memory without it. */
  readonly primary: RateLimitStore;
  /** Decides while the primary is away. */
  readonly insurance: MemoryStore;
}
