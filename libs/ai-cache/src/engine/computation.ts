import type { CacheAddress } from '../entry/cache-address.js';
import type { AnswerFactory } from '../entry/cache-request.js';
import type { WaitLimit } from '../flight/flight.js';
import type { ResolvedFreshness } from '../freshness/freshness.options.js';
import type { Name } from '../invalidation/names.policy.js';
import type { LiveAnswer } from './live-answer.js';

/** What to do when no tier holds the answer. */
export interface Computation {
  readonly factory: AnswerFactory<unknown>;
  /** Whether to keep what the factory made. Default: always. */
  readonly store?: ((value: unknown) => boolean) | undefined;
  /** Texts of the answer for the filter, where its form does not tell them. */
  readonly texts?: ((value: unknown) => readonly string[]) | undefined;
  /** Tags that only the answer tells. */
  readonly tags?: ((value: unknown) => readonly string[]) | undefined;
  /** What the computation cost, in micro-dollars. */
  readonly cost?: ((value: unknown) => number | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long this caller waits. Default: as long as it takes. */
  readonly limit?: WaitLimit | undefined;
  /** What others read along with while the factory fills it. */
  readonly live?: LiveAnswer | undefined;
}

/** One computation, as asked for. */
export interface Plan {
  readonly address: CacheAddress;
  readonly ttlMs: number;
  readonly freshness: ResolvedFreshness;
  readonly tags: readonly string[];
  /** All that is known beforehand to invalidate it. */
  readonly names: readonly Name[];
  readonly computation: Computation;
}
