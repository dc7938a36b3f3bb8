import type { Duration } from '@hydrogenai/common';
import type { FreshnessOptions } from '../freshness/freshness.options.js';

/** Names one answer. */
export interface CacheRequest extends FreshnessOptions {
  /** Family of answers: 1 to 128 characters without spaces and control characters. Statistics are kept by it. */
  readonly namespace: string;
  /**
   * What the answer depends on, all of it. A string is used as it is; anything else by its canonical form, so that equal
   * values meet whatever the order of their keys. The tenant of the request context is always part of it.
   */
  readonly key: unknown;
  /** Lifetime of an answer that is stored under this request, 1 ms to `maxTtl`. Default: `ttl` of the module. */
  readonly ttl?: Duration | undefined;
  /**
   * What the answer is made of, so that it can be invalidated by it: at most 64 texts of 1 to 256 characters, together
   * with those that are taken from the answer. Default: none.
   */
  readonly tags?: readonly string[] | undefined;
}

export interface ComputeOptions<T = unknown> {
  /** Tags that only the answer tells. They work from the start: also an invalidation during the computation counts. */
  readonly tags?: ((value: T) => readonly string[]) | undefined;
  /**
   * What the computation cost, in micro-dollars (10^-6 USD): what is dear stays in memory longer, and statistics tell what
   * hits have saved. Default: not known.
   */
  readonly cost?: ((value: T) => number | undefined) | undefined;
  /** Lets this caller stop waiting. The computation itself is aborted when its last caller has left. */
  readonly signal?: AbortSignal | undefined;
  /** How long this caller waits, from 1 ms: then it gets a WaitTimeoutError, as if it had left. Default: for ever. */
  readonly deadline?: Duration | undefined;
}

/** How one caller reads a stream. */
export interface StreamOptions<T = unknown> {
  /** Lets this caller stop reading. The source is aborted when its last reader in this process has left. */
  readonly signal?: AbortSignal | undefined;
  /** How long this caller reads, all chunks together, from 1 ms: then it gets a WaitTimeoutError. Default: for ever. */
  readonly deadline?: Duration | undefined;
  /** Whether to keep the whole, for later callers. Default: always. */
  readonly store?: ((chunks: readonly T[]) => boolean) | undefined;
  /** What the whole says, for the `filter` of the module, where joining the texts of all chunks does not tell. Default: nothing more. */
  readonly texts?: (() => readonly string[]) | undefined;
  /**
   * Told when a chunk is nothing that can be kept. Then the readers of this process get it as it is, those in other
   * processes are cut off, and the whole is not kept. Default: the stream ends with ValueNotCacheableError for all.
   */
  readonly onUnfit?: (() => void) | undefined;
}

/** Opens a stream. The signal aborts when nobody reads it any more. */
export type StreamFactory<T> = (signal: AbortSignal) => AsyncIterable<T> | Promise<AsyncIterable<T>>;

/** Computes an answer. The signal aborts when nobody waits for it any more. */
export type AnswerFactory<T> = (signal: AbortSignal) => Promise<T> | T;
