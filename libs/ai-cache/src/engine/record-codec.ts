import type { Name } from '../invalidation/names.policy.js';
import type { Stamp } from '../invalidation/stamp.js';
import type { SealedValue } from '../json/sealed-value.js';

/** Where a record is written or was found. */
export interface RecordPlace {
  /** The full key in the store. */
  readonly key: string;
  readonly tenant: string | undefined;
  readonly namespace: string;
}

/** An answer as a store outside of this process holds it. */
export interface StoredRecord {
  readonly sealed: SealedValue;
  /** Wall clock of the writer, ms since 1970. */
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** Position of the invalidation log at which the answer was right. */
  readonly stamp: Stamp;
  /** What invalidates it beside tenant, namespace and key. */
  readonly tags: readonly Name[];
}

export type ReadRecord =
  | { readonly kind: 'record'; readonly record: StoredRecord }
  | { readonly kind: 'unreadable'; readonly reason: 'foreign' | 'version' | 'broken' };

/** How records become bytes and back. */
export interface RecordCodec {
  write(place: RecordPlace, record: StoredRecord): Buffer;
  /** It never throws. */
  read(place: RecordPlace, bytes: Buffer): ReadRecord;
}
