import { randomBytes } from 'node:crypto';
import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { codeValue, plainOf } from '../record/coded-value.js';
import { cacheRecordRejected } from '../record/record-facts.js';
import { At } from '../record/record-format.js';
import { RecordCodec, type RecordPlace } from '../record/record.codec.js';
import { readHeader } from '../record/record-header.policy.js';
import { resolveEncryption, type EncryptionOptions } from './encryption.options.js';
import type { RecordKeyring } from './record-keyring.js';

const clock = new FakeClock();
const createdAtMs = clock.now();
const fields = {
  createdAtMs,
  softExpiryMs: createdAtMs + 1_000,
  hardExpiryMs: createdAtMs + 2_000,
  life: 'life',
  asOf: 1,
  tags: ['tag:canary'],
  costSavedMicros: 1,
  savedMs: 1,
};
const value = codeValue({ text: 'canary: an answer nobody else may read' });
const place: RecordPlace = { key: 'p:2:{acme}:exact:answers:abc', tenant: 'acme', namespace: 'answers' };
const secrets = { old: randomBytes(32), new: randomBytes(32) };

function ringOf(...ids: (keyof typeof secrets)[]): RecordKeyring {
  return resolveEncryption({ keys: ids.map((id) => ({ id, secret: secrets[id] })) });
}

function codecOf(keyring: RecordKeyring | undefined): RecordCodec {
  return new RecordCodec(keyring, clock);
}

/** Reads, and gives the reason with the fact that was published about it. */
function attempt(
  codec: RecordCodec,
  at: RecordPlace,
  bytes: Buffer,
): { reason: string; facts: readonly object[] } {
  using collector = collectFacts(cacheRecordRejected);
  const read = codec.read(at, 'l2', bytes);
  return { reason: read.kind === 'unreadable' ? read.reason : 'read', facts: [...collector.facts] };
}

function rejected(reason: string): ReturnType<typeof attempt> {
  return { reason, facts: [{ namespace: 'answers', tier: 'l2', reason }] };
}

describe('an encrypted record', () => {
  const codec = codecOf(ringOf('old'));
  const record = codec.write(place, fields, value);

  it('comes back to who may read it, and shows nobody what is in it', () => {
    expect(codec.read(place, 'l2', record)).toMatchObject({
      kind: 'record',
      body: { tags: fields.tags, value: { codec: 'json', value: plainOf(value) } },
    });
    expect(record.includes('canary')).toBe(false);
    expect(readHeader(record)).toMatchObject({ header: { keyId: 'old', life: 'life', asOf: 1 } });
  });

  it('is different bytes each time', () => {
    const body = (record: Buffer): string => record.subarray(At.names).toString('hex');
    const times = Array.from({ length: 50 }, () => body(codec.write(place, fields, value)));
    expect(new Set(times).size).toBe(50);
  });

  it('is a miss with a fact, and no exception, with any bit flipped', () => {
    for (let bit = 0; bit < record.length * 8; bit++) {
      const flipped = Buffer.from(record);
      flipped[bit >> 3] = flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7));
      const { reason, facts } = attempt(codec, place, flipped);
      expect(reason).not.toBe('read');
      expect(facts).toEqual([{ namespace: 'answers', tier: 'l2', reason }]);
    }
  });

  it('is a miss with a fact, and no exception, cut off anywhere', () => {
    for (let length = 0; length < record.length; length++) {
      expect(attempt(codec, place, record.subarray(0, length))).toEqual(rejected('truncated'));
    }
  });

  it('cannot be moved to another key or another tenant', () => {
    const elsewhere = { ...place, key: 'p:2:{acme}:exact:answers:abd' };
    expect(attempt(codec, elsewhere, record)).toEqual(rejected('not-authentic'));
    expect(attempt(codec, { ...place, tenant: 'other' }, record)).toEqual(rejected('not-authentic'));
    expect(attempt(codec, { ...place, tenant: undefined }, record)).toEqual(rejected('not-authentic'));
    const nobody = { ...place, tenant: undefined };
    const shared = codec.write(nobody, fields, value);
    expect(attempt(codec, { ...nobody, tenant: '-' }, shared)).toEqual(rejected('not-authentic'));
  });

  it('cannot have its header changed, also by who can compute checksums', () => {
    const later = codec.write(place, { ...fields, hardExpiryMs: fields.hardExpiryMs + 1_000 }, value);
    const read = readHeader(later);
    const headerBytes = read.kind === 'header' ? read.header.headerBytes : 0;
    const mixed = Buffer.concat([later.subarray(0, headerBytes), record.subarray(headerBytes)]);
    expect(attempt(codec, place, mixed)).toEqual(rejected('not-authentic'));
  });

  it('is written with the new key and read with the old one while both are in the ring', () => {
    const rotated = codecOf(ringOf('new', 'old'));
    expect(attempt(rotated, place, record).reason).toBe('read');
    const fresh = rotated.write(place, fields, value);
    expect(readHeader(fresh)).toMatchObject({ header: { keyId: 'new' } });
    expect(attempt(rotated, place, fresh).reason).toBe('read');
    expect(attempt(codec, place, fresh)).toEqual(rejected('unknown-key'));
    expect(attempt(codecOf(ringOf('new')), place, record)).toEqual(rejected('unknown-key'));
    expect(attempt(codecOf(undefined), place, record)).toEqual(rejected('unknown-key'));
  });

  it('is not read with another secret under the same id', () => {
    const keys: EncryptionOptions['keys'] = [{ id: 'old', secret: secrets.new }];
    expect(attempt(codecOf(resolveEncryption({ keys })), place, record)).toEqual(rejected('not-authentic'));
  });

  it('is required where there is a keyring: a plain record could be anybody’s', () => {
    const plain = codecOf(undefined).write(place, fields, value);
    expect(attempt(codec, place, plain)).toEqual(rejected('not-encrypted'));
    expect(attempt(codecOf(undefined), place, plain).reason).toBe('read');
  });

  it('is rejected in the format before this one', () => {
    expect(attempt(codec, place, Buffer.from('hyd1|1|2|3|123'))).toEqual(rejected('version'));
  });

  it('is no fact when only its time is over', () => {
    const late = new RecordCodec(ringOf('old'), new FakeClock(fields.hardExpiryMs));
    expect(attempt(late, place, record)).toEqual({ reason: 'expired', facts: [] });
  });
});

describe('names of entries', () => {
  it('depend on the key, stay through a rotation and look like those without a key', () => {
    const name = ringOf('old').nameOf('identity');
    expect(name).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(ringOf('new', 'old').nameOf('identity')).toBe(name);
    expect(ringOf('new').nameOf('identity')).not.toBe(name);
    expect(ringOf('old').nameOf('identity ')).not.toBe(name);
    expect(ringOf('old').nameOf('\ud800')).not.toBe(ringOf('old').nameOf('\ud801'));
  });

  it('are left alone on demand', () => {
    const options = { keys: [{ id: 'old', secret: secrets.old }], names: false } as const;
    expect(resolveEncryption(options).nameOf('identity')).toBeUndefined();
  });
});
