import { bytesOf, valueOf, type CodecName } from './coded-value.js';
import type { RecordBody } from './record.js';
import { WIDE } from './record-format.js';

/** Dollars and ms saved, number of tags. */
const FIXED_BYTES = WIDE + WIDE + 2;
const TAG_LENGTH_BYTES = 2;

/** Body: costSaved 6, savedMs 6, number of tags 2, for each tag its length in bytes 2 and its text; then the value. */
export function writeBody({ tags, costSavedMicros, savedMs, value }: RecordBody): Buffer {
  const fixed = Buffer.alloc(FIXED_BYTES);
  fixed.writeUIntBE(costSavedMicros, 0, WIDE);
  fixed.writeUIntBE(savedMs, WIDE, WIDE);
  fixed.writeUInt16BE(tags.length, WIDE + WIDE);
  const parts: Uint8Array[] = [fixed];
  for (const tag of tags) {
    const text = Buffer.from(tag);
    const length = Buffer.alloc(TAG_LENGTH_BYTES);
    length.writeUInt16BE(text.length);
    parts.push(length, text);
  }
  parts.push(bytesOf(value));
  return Buffer.concat(parts);
}

/** Undefined when the bytes are no body. */
export function readBody(plain: Buffer, codec: CodecName): RecordBody | undefined {
  if (plain.length < FIXED_BYTES) return undefined;
  const count = plain.readUInt16BE(WIDE + WIDE);
  const tags: string[] = [];
  let at = FIXED_BYTES;
  for (let index = 0; index < count; index++) {
    if (at + TAG_LENGTH_BYTES > plain.length) return undefined;
    const end = at + TAG_LENGTH_BYTES + plain.readUInt16BE(at);
    if (end > plain.length) return undefined;
    tags.push(plain.toString('utf8', at + TAG_LENGTH_BYTES, end));
    at = end;
  }
  const costSavedMicros = plain.readUIntBE(0, WIDE);
  const savedMs = plain.readUIntBE(WIDE, WIDE);
  try {
    return { tags, costSavedMicros, savedMs, value: valueOf(codec, plain.subarray(at)) };
  } catch {
    return undefined; // no JSON: a SyntaxError would quote the value
  }
}
