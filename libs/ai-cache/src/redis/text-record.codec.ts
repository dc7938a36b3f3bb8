import type { ReadRecord, RecordCodec, RecordPlace, StoredRecord } from '../engine/record-codec.js';
import { unsealText } from '../json/sealed-value.js';
import { openEnvelope, writeEnvelope } from './envelope.policy.js';

/** Records as plain text: an envelope and the JSON of the value. */
export class TextRecordCodec implements RecordCodec {
  write(_place: RecordPlace, { sealed, stamp, tags, createdAtMs, expiresAtMs }: StoredRecord): Buffer {
    const { life, n: asOf } = stamp;
    return Buffer.from(writeEnvelope({ text: sealed.text, createdAtMs, expiresAtMs, life, asOf, tags }));
  }

  read(_place: RecordPlace, bytes: Buffer): ReadRecord {
    const opened = openEnvelope(bytes.toString());
    if (opened.kind === 'unreadable') return opened;
    const { text, createdAtMs, expiresAtMs, life, asOf, tags } = opened.envelope;
    try {
      const record = { sealed: unsealText(text), createdAtMs, expiresAtMs, stamp: { life, n: asOf }, tags };
      return { kind: 'record', record };
    } catch {
      return { kind: 'unreadable', reason: 'broken' };
    }
  }
}
