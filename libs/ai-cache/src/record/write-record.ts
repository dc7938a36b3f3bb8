import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { InvalidOptionError, matching, wholeNumber } from '@hydrogenai/common';
import { SEAL_BYTES } from '@hydrogenai/security';
import type { CodedValue } from './coded-value.js';
import { compressed } from './compression.policy.js';
import { writeBody } from './record-body.policy.js';
import { boundBytes, type RecordContext } from './record-context.js';
import { LARGEST_WIDE, MOST_PLAIN_BYTES, NAME, RECORD_ID_BYTES } from './record-format.js';
import { writeHeader } from './record-header.policy.js';
import { RecordTooLargeError } from './record-too-large.error.js';
import type { RecordFields } from './record.js';

const MOST_TAGS = 65_535;
const LONGEST_TAG_BYTES = 65_535;
const RECORD_ID = /^[A-Za-z0-9_-]{11}$/;

/** A new name for one writing of an entry. */
export function newRecordId(): string {
  return randomBytes(RECORD_ID_BYTES).toString('base64url');
}

/**
 * An answer as the second and the third tier hold it.
 * @throws InvalidOptionError for fields that no header can hold, RecordTooLargeError, KeyExhaustedError
 */
export function writeRecord(
  fields: RecordFields,
  value: CodedValue,
  { key, tenant, keyring }: RecordContext,
): Buffer {
  assertFields(fields);
  const plain = writeBody({ ...fields, value });
  if (plain.length > MOST_PLAIN_BYTES) throw new RecordTooLargeError(plain.length, MOST_PLAIN_BYTES);
  const small = compressed(plain);
  const stored = small ?? plain;
  const header = {
    ...fields,
    recordId: fields.recordId ?? newRecordId(),
    codec: value.codec,
    compressed: small !== undefined,
    plainBytes: plain.length,
  };
  if (keyring === undefined) {
    const bodyCheck = crc32(stored, crc32(key));
    const head = writeHeader({ ...header, keyId: undefined, bodyBytes: stored.length, bodyCheck });
    return Buffer.concat([head, stored]);
  }
  const keyId = keyring.active;
  const head = writeHeader({ ...header, keyId, bodyBytes: stored.length + SEAL_BYTES, bodyCheck: 0 });
  return Buffer.concat([head, keyring.seal(stored, { tenant, bound: boundBytes(key, head) })]);
}

function assertFields(fields: RecordFields): void {
  const { createdAtMs, softExpiryMs, hardExpiryMs, asOf, life, tags, recordId } = fields;
  wholeNumber(createdAtMs, 'createdAtMs', 0, LARGEST_WIDE - 1);
  wholeNumber(hardExpiryMs, 'hardExpiryMs', createdAtMs + 1, LARGEST_WIDE);
  wholeNumber(softExpiryMs, 'softExpiryMs', createdAtMs, hardExpiryMs);
  wholeNumber(asOf, 'asOf', 0, LARGEST_WIDE);
  wholeNumber(fields.costSavedMicros, 'costSavedMicros', 0, LARGEST_WIDE);
  wholeNumber(fields.savedMs, 'savedMs', 0, LARGEST_WIDE);
  if (life !== '') matching(life, NAME, 'life', 'up to 32 letters, digits or . _ -');
  if (recordId !== undefined) matching(recordId, RECORD_ID, 'recordId', '11 URL-safe characters');
  wholeNumber(tags.length, 'tags.length', 0, MOST_TAGS);
  for (const [index, tag] of tags.entries()) {
    // UTF-8 would turn every lone surrogate into the same character, and the tag into another one.
    if (tag.isWellFormed() && Buffer.byteLength(tag) <= LONGEST_TAG_BYTES) continue;
    const accepted = `at most ${LONGEST_TAG_BYTES} bytes of Unicode text`;
    throw new InvalidOptionError({ field: `tags[${index}]`, accepted, received: tag, secret: true });
  }
}
