import type { CacheHit } from '@hydrogenai/common/models';

/** An answer, and how it was found. */
export interface ResolvedAnswer<T> {
  readonly value: T;
  /** Where it was found; undefined when it was computed for this very call. */
  readonly hit: CacheHit | undefined;
  /** Names the entry of this request, whether it is stored or not. */
  readonly entryId: string;
}

/** A stream, and how it was found. */
export interface StreamedAnswer<T> {
  /** All chunks from the first. Who does not read to the end must end it: `for await` does, otherwise call `return`. */
  readonly chunks: AsyncIterableIterator<T, undefined>;
  /** Where it was found, with the tier `flight` while it runs; undefined when it was opened for this very call. */
  readonly hit: CacheHit | undefined;
  readonly entryId: string;
}
