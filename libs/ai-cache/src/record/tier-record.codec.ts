import type { SealedValue } from '../json/sealed-value.js';
import type { CacheRecordRejected } from './record-facts.js';
import type { RecordCodec, RecordPlace } from './record.codec.js';
import type { RecordFields, UnreadableReason } from './record.js';

/** An answer as the engine knows it. What it does not say is taken for: fresh to its end, and nothing saved. */
export interface TierRecord extends Partial<
  Pick<RecordFields, 'softExpiryMs' | 'costSavedMicros' | 'savedMs' | 'recordId'>
> {
  readonly sealed: SealedValue;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** Position of the invalidation log at which the answer was right. */
  readonly stamp: { readonly life: string; readonly n: number };
  readonly tags: readonly string[];
}

export type ReadTierRecord =
  | { readonly kind: 'record'; readonly record: Required<TierRecord> }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason };

/** Records of one tier, in the words of the engine: sealed JSON values, stamps, one lifetime. */
export class TierRecordCodec {
  constructor(
    private readonly codec: RecordCodec,
    private readonly tier: CacheRecordRejected['tier'],
  ) {}

  /** @throws InvalidOptionError, RecordTooLargeError (see `writeRecord`) */
  write(place: RecordPlace, record: TierRecord): Buffer {
    const { sealed, stamp, expiresAtMs } = record;
    const { softExpiryMs = expiresAtMs, costSavedMicros = 0, savedMs = 0 } = record;
    const saved = { costSavedMicros, savedMs };
    const times = { createdAtMs: record.createdAtMs, softExpiryMs, hardExpiryMs: expiresAtMs };
    const { tags, recordId } = record;
    const fields = { ...times, ...saved, life: stamp.life, asOf: stamp.n, tags, recordId };
    return this.codec.write(place, fields, { codec: 'json', sealed });
  }

  /** It never throws. */
  read(place: RecordPlace, bytes: Buffer): ReadTierRecord {
    const read = this.codec.read(place, this.tier, bytes);
    if (read.kind === 'unreadable') return read;
    const { header, body } = read;
    // The engine stores JSON only, so bytes were written by a later one.
    if (body.value.codec !== 'json') return { kind: 'unreadable', reason: 'unknown-codec' };
    const { recordId, createdAtMs, softExpiryMs, hardExpiryMs: expiresAtMs, life, asOf: n } = header;
    const { tags, costSavedMicros, savedMs, value } = body;
    const record = { recordId, createdAtMs, softExpiryMs, expiresAtMs, tags, costSavedMicros, savedMs };
    return { kind: 'record', record: { ...record, sealed: value.sealed, stamp: { life, n } } };
  }
}
