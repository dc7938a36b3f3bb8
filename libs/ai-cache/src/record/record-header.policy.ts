import { crc32 } from 'node:zlib';
import { CODEC_NUMBERS, type CodecName } from './coded-value.js';
import {
  At,
  CHECK_BYTES,
  Flag,
  KNOWN_FLAGS,
  MAGIC,
  MOST_PLAIN_BYTES,
  NAME,
  RECORD_FORMAT,
  RECORD_ID_BYTES,
  WIDE,
} from './record-format.js';
import { unreadable, type ReadHeader, type RecordHeader } from './record.js';

export function writeHeader(header: Omit<RecordHeader, 'headerBytes'>): Buffer {
  const { keyId = '', life } = header;
  const checkAt = At.names + keyId.length + life.length;
  const bytes = Buffer.alloc(checkAt + CHECK_BYTES);
  MAGIC.copy(bytes);
  bytes[At.format] = RECORD_FORMAT;
  bytes[At.flags] = (header.compressed ? Flag.compressed : 0) | (keyId === '' ? 0 : Flag.encrypted);
  bytes[At.codec] = CODEC_NUMBERS[header.codec];
  bytes[At.keyIdLength] = keyId.length;
  bytes[At.lifeLength] = life.length;
  bytes.write(header.recordId, At.recordId, RECORD_ID_BYTES, 'base64url');
  bytes.writeUIntBE(header.createdAtMs, At.createdAt, WIDE);
  bytes.writeUIntBE(header.softExpiryMs, At.softExpiry, WIDE);
  bytes.writeUIntBE(header.hardExpiryMs, At.hardExpiry, WIDE);
  bytes.writeUIntBE(header.asOf, At.asOf, WIDE);
  bytes.writeUInt32BE(header.plainBytes, At.plainBytes);
  bytes.writeUInt32BE(header.bodyBytes, At.bodyBytes);
  bytes.writeUInt32BE(header.bodyCheck, At.bodyCheck);
  bytes.write(`${keyId}${life}`, At.names, 'latin1');
  bytes.writeUInt32BE(crc32(bytes.subarray(0, checkAt)), checkAt);
  return bytes;
}

/** Reads the header of a record, or of the first `MOST_HEADER_BYTES` of one. It never throws. */
export function readHeader(bytes: Buffer): ReadHeader {
  const start = Math.min(MAGIC.length, bytes.length);
  if (MAGIC.compare(bytes, 0, start, 0, start) !== 0) return unreadable('foreign');
  if (bytes.length <= At.format) return unreadable('truncated');
  if (bytes[At.format] !== RECORD_FORMAT) return unreadable('version');
  if (bytes.length < At.names) return unreadable('truncated');
  const keyIdLength = bytes.readUInt8(At.keyIdLength);
  const lifeAt = At.names + keyIdLength;
  const checkAt = lifeAt + bytes.readUInt8(At.lifeLength);
  if (bytes.length < checkAt + CHECK_BYTES) return unreadable('truncated');
  if (crc32(bytes.subarray(0, checkAt)) !== bytes.readUInt32BE(checkAt)) return unreadable('corrupt');

  const flags = bytes.readUInt8(At.flags);
  if ((flags & ~KNOWN_FLAGS) !== 0) return unreadable('unknown-flag');
  const codec = codecOf(bytes.readUInt8(At.codec));
  if (codec === undefined) return unreadable('unknown-codec');
  const header: RecordHeader = {
    recordId: bytes.toString('base64url', At.recordId, At.recordId + RECORD_ID_BYTES),
    createdAtMs: bytes.readUIntBE(At.createdAt, WIDE),
    softExpiryMs: bytes.readUIntBE(At.softExpiry, WIDE),
    hardExpiryMs: bytes.readUIntBE(At.hardExpiry, WIDE),
    life: bytes.toString('latin1', lifeAt, checkAt),
    asOf: bytes.readUIntBE(At.asOf, WIDE),
    codec,
    compressed: (flags & Flag.compressed) !== 0,
    keyId: keyIdLength === 0 ? undefined : bytes.toString('latin1', At.names, lifeAt),
    headerBytes: checkAt + CHECK_BYTES,
    bodyBytes: bytes.readUInt32BE(At.bodyBytes),
    plainBytes: bytes.readUInt32BE(At.plainBytes),
    bodyCheck: bytes.readUInt32BE(At.bodyCheck),
  };
  const encrypted = (flags & Flag.encrypted) !== 0;
  if (encrypted !== (header.keyId !== undefined) || !isSound(header)) return unreadable('corrupt');
  return header.plainBytes > MOST_PLAIN_BYTES ? unreadable('too-large') : { kind: 'header', header };
}

/** What no writer of ours writes is not ours, checksum or not: anybody can compute a checksum. */
function isSound({ keyId, life, createdAtMs, softExpiryMs, hardExpiryMs }: RecordHeader): boolean {
  const named = (keyId === undefined || NAME.test(keyId)) && (life === '' || NAME.test(life));
  return named && createdAtMs <= softExpiryMs && softExpiryMs <= hardExpiryMs && createdAtMs < hardExpiryMs;
}

function codecOf(codecNumber: number): CodecName | undefined {
  switch (codecNumber) {
    case CODEC_NUMBERS.json:
      return 'json';
    case CODEC_NUMBERS.bytes:
      return 'bytes';
    default:
      return undefined;
  }
}
