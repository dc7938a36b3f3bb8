import type { Name } from '../invalidation/names.policy.js';
import type { Stamp } from '../invalidation/stamp.js';
import type { CodedValue } from './coded-value.js';
import type { RecordBody, RecordHeader } from './record.js';

/** An answer as a store outside of this process holds it. */
export interface StoredAnswer {
  readonly coded: CodedValue;
  /** Position of the invalidation log at which the answer was right. */
  readonly stamp: Stamp;
  /** What invalidates it beside tenant, namespace and key. */
  readonly tags: readonly Name[];
  readonly ageMs: number;
  /** Until it is stale, in ms; negative when it is. */
  readonly remainingMs: number;
  /** How long it may be kept, also as stale, in ms; positive. */
  readonly keptMs: number;
  /** What its computation took, in ms, and cost, in micro-dollars. */
  readonly savedMs: number;
  readonly costSaved: number;
}

/**
 * What a record says at this time.
 * @param nowMs wall clock. Clocks of two machines differ: no age is negative, and nothing lives longer than its writer gave it.
 */
export function storedAnswer(header: RecordHeader, body: RecordBody, nowMs: number): StoredAnswer {
  const { createdAtMs, softExpiryMs, hardExpiryMs, life, asOf } = header;
  const { value, tags, savedMs, costSavedMicros } = body;
  return {
    coded: value,
    stamp: { life, n: asOf },
    tags,
    ageMs: Math.max(0, nowMs - createdAtMs),
    remainingMs: Math.min(softExpiryMs - nowMs, softExpiryMs - createdAtMs),
    keptMs: Math.min(hardExpiryMs - nowMs, hardExpiryMs - createdAtMs),
    savedMs,
    costSaved: costSavedMicros,
  };
}
