import { TokenBucket, type BucketSize } from './token-bucket.js';

/** What can be limited. `tokens` counts input and output together. */
export type Resource = 'requests' | 'tokens' | 'inputTokens' | 'outputTokens';

export const RESOURCES = [
  'requests',
  'tokens',
  'inputTokens',
  'outputTokens',
] as const satisfies readonly Resource[];

export type WireBuckets = Readonly<Partial<Record<Resource, BucketSize>>>;

/** What one request costs. */
export type Cost = Readonly<Record<Resource, number>>;

export interface BucketState {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

export type LimitState = Readonly<Partial<Record<Resource, BucketState>>>;

export type Admission =
  | { readonly admitted: true; readonly state: LimitState }
  | { readonly admitted: false; readonly state: LimitState; readonly refusal: Refusal };

export interface Refusal {
  readonly resource: Resource;
  readonly limit: number;
  readonly remaining: number;
  readonly requested: number;
  readonly windowMs: number;
  /** Infinity: larger than the whole bucket, waiting is of no use. */
  readonly waitMs: number;
}

/**
 * The buckets of one wire: one set per model, shared by all keys, as limits of an organisation are. The caller
 * passes known models only, which bounds the map.
 */
export class WireLimits {
  readonly #sets = new Map<string, Map<Resource, TokenBucket>>();

  constructor(
    private readonly options: WireBuckets,
    private readonly now: () => number,
  ) {}

  /** Takes the whole cost, or nothing and names the resource that is short for longest. */
  admit(model: string, cost: Cost): Admission {
    const now = this.now();
    const buckets = this.#of(model, now);
    let refusal: Refusal | undefined;
    for (const [resource, bucket] of buckets) {
      const waitMs = bucket.waitMs(cost[resource], now);
      if (waitMs > (refusal?.waitMs ?? 0)) {
        refusal = {
          resource,
          waitMs,
          limit: bucket.capacity,
          remaining: bucket.remaining(now),
          requested: cost[resource],
          windowMs: this.options[resource]?.windowMs ?? 0,
        };
      }
    }
    if (refusal) return { admitted: false, refusal, state: stateOf(buckets, now) };
    for (const [resource, bucket] of buckets) bucket.take(cost[resource], now);
    return { admitted: true, state: stateOf(buckets, now) };
  }

  /** The buckets of the models used so far. */
  snapshot(): Record<string, LimitState> {
    const now = this.now();
    return Object.fromEntries([...this.#sets].map(([model, buckets]) => [model, stateOf(buckets, now)]));
  }

  reset(): void {
    this.#sets.clear();
  }

  #of(model: string, now: number): Map<Resource, TokenBucket> {
    const known = this.#sets.get(model);
    if (known) return known;
    const buckets = new Map<Resource, TokenBucket>();
    for (const resource of RESOURCES) {
      const options = this.options[resource];
      if (options) buckets.set(resource, new TokenBucket(options, now));
    }
    this.#sets.set(model, buckets);
    return buckets;
  }
}

function stateOf(buckets: ReadonlyMap<Resource, TokenBucket>, now: number): LimitState {
  const state: Partial<Record<Resource, BucketState>> = {};
  for (const [resource, bucket] of buckets) {
    state[resource] = {
      limit: bucket.capacity,
      remaining: bucket.remaining(now),
      resetMs: bucket.resetMs(now),
    };
  }
  return state;
}
