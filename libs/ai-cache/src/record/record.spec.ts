import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeValue, type CodedValue } from './coded-value.js';
import { readRecord, type ReadContext } from './read-record.js';
import { At, CHECK_BYTES, HEADER_RANGE_END, MOST_HEADER_BYTES } from './record-format.js';
import { readHeader, writeHeader } from './record-header.policy.js';
import type { ReadRecord, RecordFields } from './record.js';
import { newRecordId, writeRecord } from './write-record.js';

const fields: RecordFields = {
  createdAtMs: 1_800_000_000_000,
  softExpiryMs: 1_800_000_060_000,
  hardExpiryMs: 1_800_000_600_000,
  life: 'k3JbD0-x_9',
  asOf: 41,
  tags: ['customer:7', 'größe', ''],
  costSavedMicros: 12_345,
  savedMs: 812,
};
const context: ReadContext = {
  key: 'hydrogenai:2:{-}:exact:answers:abc',
  tenant: undefined,
  keyring: undefined,
  nowMs: fields.createdAtMs + 1,
};

function plainOf(value: CodedValue): unknown {
  return value.codec === 'json' ? value.value : value.bytes;
}

function roundTrip(value: unknown): unknown {
  const read = readRecord(writeRecord(fields, codeValue(value), context), context);
  if (read.kind === 'unreadable') throw new Error(`unreadable: ${read.reason}`);
  return plainOf(read.body.value);
}

function reasonOf(read: ReadRecord | ReturnType<typeof readHeader>): string {
  return read.kind === 'unreadable' ? read.reason : 'read';
}

/** The same record with other bytes and a checksum that fits them again, as somebody who knows the format writes it. */
function forged(record: Buffer, change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(record);
  change(bytes);
  const checkAt = At.names + bytes.readUInt8(At.keyIdLength) + bytes.readUInt8(At.lifeLength);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, checkAt)), checkAt);
  return bytes;
}

describe('a record', () => {
  it('brings every field and value back', () => {
    const wide = fc.nat({ max: 2 ** 48 - 1 });
    const name = fc.stringMatching(/^[A-Za-z0-9._-]{0,32}$/);
    const tags = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 });
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }),
      fc.uint8Array({ maxLength: 5_000 }),
    );
    const times = fc.uniqueArray(fc.nat({ max: 2 ** 48 - 1 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(times, name, wide, tags, wide, value, (at, life, asOf, tags, saved, value) => {
        const [createdAtMs = 0, softExpiryMs = 0, hardExpiryMs = 0] = at.toSorted((a, b) => a - b);
        const written = { createdAtMs, softExpiryMs, hardExpiryMs, life, asOf };
        const given = { ...written, tags, costSavedMicros: saved, savedMs: saved, recordId: newRecordId() };
        const here = { ...context, nowMs: createdAtMs };
        const record = writeRecord(given, codeValue(value), here);
        const read = readRecord(record, here);
        expect(read).toMatchObject({
          kind: 'record',
          header: { ...written, recordId: given.recordId },
          body: { tags, costSavedMicros: saved, savedMs: saved },
        });
        expect(read.kind === 'record' && plainOf(read.body.value)).toStrictEqual(
          value instanceof Uint8Array ? new Uint8Array(value) : value,
        );
        // The header alone, as GETRANGE brings it.
        expect(readHeader(record.subarray(0, HEADER_RANGE_END + 1))).toEqual(readHeader(record));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['null', null],
    ['-0', [-0]],
    ['an empty text', ''],
    ['no bytes', new Uint8Array(0)],
    ['lone surrogates', '\ud800 \udc00 \udbff'],
    ['text that other formats revive', ['_function_f|function(){}', '_date_2020', ':base64:aa', 'hyd1|']],
    ['a __proto__ key', JSON.parse('{"__proto__":{"polluted":1}}')],
    ['10 MB of text', `${'x'.repeat(5_000_000)}${'ä€😀'.repeat(600_000)}`],
    ['bytes that are no text', Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7919) >>> 3)],
  ])('brings back %s', (_, value) => {
    // Not through the test's own formatter: 10 MB in a failure message help nobody.
    const back = roundTrip(value);
    expect(Object.is(back, value) || JSON.stringify(back) === JSON.stringify(value)).toBe(true);
    expect(Object.getPrototypeOf(back ?? {})).toBe(Object.getPrototypeOf(value ?? {}));
  });

  it('is compressed when that makes it smaller, and only then', () => {
    const headerOf = (value: unknown): ReturnType<typeof readHeader> =>
      readHeader(writeRecord(fields, codeValue(value), context));
    const noise = Uint8Array.from({ length: 4_096 }, () => Math.random() * 256);
    expect(headerOf('x'.repeat(4_096))).toMatchObject({ header: { compressed: true } });
    expect(headerOf('x'.repeat(1_500))).toMatchObject({ header: { compressed: false } });
    expect(headerOf(noise)).toMatchObject({ header: { compressed: false } });
  });

  it('hands out bytes that are nobody else’s', () => {
    const given = new Uint8Array([1, 2, 3]);
    const coded = codeValue(given);
    given[0] = 9;
    const record = writeRecord(fields, coded, context);
    const read = readRecord(record, context);
    record.fill(0);
    expect(read.kind === 'record' && plainOf(read.body.value)).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('has a header that always fits the range that is asked for', () => {
    const name = 'n'.repeat(32);
    const common = { ...fields, life: name, keyId: name, codec: 'json', compressed: false } as const;
    const sizes = { plainBytes: 1, bodyBytes: 1, bodyCheck: 0 };
    expect(writeHeader({ ...common, ...sizes, recordId: newRecordId() })).toHaveLength(MOST_HEADER_BYTES);
  });
});

describe('a record that is wrong', () => {
  const record = writeRecord(fields, codeValue({ n: 12_345, text: 'an answer' }), context);
  const large = writeRecord(fields, codeValue('a long answer '.repeat(200)), context);

  it.each([
    ['plain', record],
    ['compressed', large],
  ])('is not read with any bit flipped (%s)', (_, record) => {
    for (let bit = 0; bit < record.length * 8; bit++) {
      const flipped = Buffer.from(record);
      flipped[bit >> 3] = flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7));
      expect(readRecord(flipped, context).kind).toBe('unreadable');
    }
  });

  it.each([
    ['plain', record],
    ['compressed', large],
  ])('is not read cut off anywhere, nor with something behind it (%s)', (_, record) => {
    for (let length = 0; length < record.length; length++) {
      expect(readRecord(record.subarray(0, length), context)).toEqual({
        kind: 'unreadable',
        reason: 'truncated',
      });
    }
    expect(reasonOf(readRecord(Buffer.concat([record, Buffer.alloc(1)]), context))).toBe('corrupt');
  });

  it.each<[string, string, Buffer]>([
    ['foreign', 'JSON of somebody else', Buffer.from('{"value":1,"expires":2}')],
    ['version', 'the text format before this one', Buffer.from('hyd1|1000|6000|1|1')],
    ['version', 'a later format', forged(record, (bytes) => (bytes[At.format] = 3))],
    ['unknown-flag', 'a flag of tomorrow', forged(record, (bytes) => (bytes[At.flags] = 4))],
    ['unknown-codec', 'a codec of tomorrow', forged(record, (bytes) => (bytes[At.codec] = 7))],
    ['corrupt', 'encrypted without key id', forged(record, (bytes) => (bytes[At.flags] = 2))],
    ['corrupt', 'compressed, but no stream', forged(record, (bytes) => (bytes[At.flags] = 1))],
    ['corrupt', 'a life that is no name', forged(record, (bytes) => (bytes[At.names] = 0x20))],
    ['corrupt', 'gone before it was made', forged(record, (bytes) => bytes.fill(0, At.hardExpiry, At.asOf))],
    ['corrupt', 'of another length', forged(record, (bytes) => bytes.writeUInt32BE(5, At.plainBytes))],
    [
      'corrupt',
      'inflating to more than it says',
      forged(large, (bytes) => bytes.writeUInt32BE(99, At.plainBytes)),
    ],
    ['too-large', 'larger than any', forged(large, (bytes) => bytes.writeUInt32BE(2 ** 31, At.plainBytes))],
  ])('is %s when it is %s', (reason, _, bytes) => {
    expect(reasonOf(readRecord(bytes, context))).toBe(reason);
  });

  it('is expired from its hard expiry on, and not a millisecond earlier', () => {
    const at = (nowMs: number): string => reasonOf(readRecord(record, { ...context, nowMs }));
    expect(at(fields.hardExpiryMs - 1)).toBe('read');
    expect(at(fields.hardExpiryMs)).toBe('expired');
  });

  it('is not read under another key than its own', () => {
    expect(reasonOf(readRecord(record, { ...context, key: `${context.key}x` }))).toBe('corrupt');
  });

  it('never throws, whatever bytes come behind a right beginning', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: record.length }), (noise, keep) => {
        const bytes = Buffer.concat([record.subarray(0, keep), noise]);
        expect(readRecord(bytes, context).kind === 'record').toBe(bytes.equals(record));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['no JSON', Buffer.from('{')],
    ['JSON that is too deep', Buffer.from('['.repeat(500_000))],
  ])('is corrupt with a right checksum round %s', (_, text) => {
    const plain = Buffer.concat([Buffer.alloc(14), text]);
    const body = deflateRawSync(plain);
    const head = writeHeader({
      ...fields,
      recordId: newRecordId(),
      codec: 'json',
      compressed: true,
      keyId: undefined,
      plainBytes: plain.length,
      bodyBytes: body.length,
      bodyCheck: crc32(body, crc32(context.key)),
    });
    expect(head.length).toBeGreaterThan(At.names + CHECK_BYTES);
    expect(reasonOf(readRecord(Buffer.concat([head, body]), context))).toBe('corrupt');
  });
});

describe('writing a record', () => {
  it.each<[string, Partial<RecordFields>]>([
    ['hardExpiryMs', { hardExpiryMs: fields.createdAtMs }],
    ['softExpiryMs', { softExpiryMs: fields.hardExpiryMs + 1 }],
    ['createdAtMs', { createdAtMs: 0.5 }],
    ['asOf', { asOf: -1 }],
    ['life', { life: 'with space' }],
    ['recordId', { recordId: 'short' }],
    ['costSavedMicros', { costSavedMicros: Number.NaN }],
    ['savedMs', { savedMs: 2 ** 48 }],
    ['tags[1]', { tags: ['a', '\ud800'] }],
    ['tags[0]', { tags: ['x'.repeat(65_536)] }],
  ])('refuses %s that no record can hold', (field, wrong) => {
    expect(() => writeRecord({ ...fields, ...wrong }, codeValue(1), context)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', field }),
    );
  });
});
