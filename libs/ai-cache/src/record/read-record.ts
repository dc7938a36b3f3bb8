import { crc32 } from 'node:zlib';
import { inflated } from './compression.policy.js';
import { readBody } from './record-body.policy.js';
import { boundBytes, type RecordContext } from './record-context.js';
import { readHeader } from './record-header.policy.js';
import { unreadable, type ReadRecord, type RecordHeader, type UnreadableReason } from './record.js';

export interface ReadContext extends RecordContext {
  /** Wall clock, ms since 1970. */
  readonly nowMs: number;
}

/** Reads a whole record. It never throws: whatever is wrong has a reason. */
export function readRecord(bytes: Buffer, context: ReadContext): ReadRecord {
  const read = readHeader(bytes);
  if (read.kind === 'unreadable') return read;
  const { header } = read;
  const length = header.headerBytes + header.bodyBytes;
  if (bytes.length !== length) return unreadable(bytes.length < length ? 'truncated' : 'corrupt');
  if (header.hardExpiryMs <= context.nowMs) return unreadable('expired');

  const opened = openBody(bytes, header, context);
  if (typeof opened === 'string') return unreadable(opened);
  const plain = header.compressed ? inflated(opened, header.plainBytes) : opened;
  if (plain?.length !== header.plainBytes) return unreadable('corrupt');
  const body = readBody(plain, header.codec);
  return body === undefined ? unreadable('corrupt') : { kind: 'record', header, body };
}

/** The body without encryption, or why there is none. */
function openBody(
  bytes: Buffer,
  { headerBytes, keyId, bodyCheck }: RecordHeader,
  { key, tenant, keyring }: ReadContext,
): Buffer | UnreadableReason {
  const body = bytes.subarray(headerBytes);
  if (keyId === undefined) {
    if (keyring !== undefined) return 'not-encrypted';
    return crc32(body, crc32(key)) === bodyCheck ? body : 'corrupt';
  }
  if (keyring === undefined) return 'unknown-key';
  return keyring.open(keyId, body, { tenant, bound: boundBytes(key, bytes.subarray(0, headerBytes)) });
}
