import type { Clock } from '@hydrogenai/common';
import type { RecordKeyring } from '../encryption/record-keyring.js';
import type { CodedValue } from './coded-value.js';
import { readRecord } from './read-record.js';
import { cacheRecordRejected, type CacheRecordRejected } from './record-facts.js';
import type { ReadRecord, RecordFields } from './record.js';
import { writeRecord } from './write-record.js';

/** Where a record is written or was found. */
export interface RecordPlace {
  /** The full key in the store. */
  readonly key: string;
  readonly tenant: string | undefined;
  readonly namespace: string;
}

/** Writes and reads records for one application: with its keyring, on its clock, telling what was refused. */
export class RecordCodec {
  constructor(
    private readonly keyring: RecordKeyring | undefined,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidOptionError, RecordTooLargeError, KeyExhaustedError (see `writeRecord`) */
  write({ key, tenant }: RecordPlace, fields: RecordFields, value: CodedValue): Buffer {
    return writeRecord(fields, value, { key, tenant, keyring: this.keyring });
  }

  /**
   * It never throws. What cannot be read, other than by age, is published as `hydrogenai:cache.record-rejected`.
   * @param again it was read a moment ago, so what is wrong with it has been told
   */
  read(
    { key, tenant, namespace }: RecordPlace,
    tier: CacheRecordRejected['tier'],
    bytes: Buffer,
    again = false,
  ): ReadRecord {
    const read = readRecord(bytes, { key, tenant, keyring: this.keyring, nowMs: this.clock.now() });
    if (read.kind === 'unreadable') {
      const { reason } = read;
      if (reason !== 'expired' && !again) cacheRecordRejected.publish(() => ({ namespace, tier, reason }));
    }
    return read;
  }
}
