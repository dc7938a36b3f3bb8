import { randomBytes } from 'node:crypto';
import { collectFacts } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyExhaustedError } from './key-exhausted.error.js';
import { keyWorn } from './key-worn.facts.js';
import { Keyring } from './keyring.js';

const secrets = { old: randomBytes(32), new: randomBytes(32) };
const ringOf = (...ids: (keyof typeof secrets)[]): Keyring =>
  new Keyring({ keys: ids.map((id) => ({ id, secret: secrets[id] })) });

const PURPOSE = 'test/things/1';
const bound = Buffer.from('place');
const plain = Buffer.from('something');

describe('a sealer', () => {
  it('gives back what it has sealed, whatever it is, to another keyring with the same secret', () => {
    const [here, there] = [ringOf('old').sealer(PURPOSE), ringOf('old').sealer(PURPOSE)];
    const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array));
    const tenants = fc.option(fc.string({ unit: 'binary', maxLength: 8 }), { nil: undefined });
    fc.assert(
      fc.property(bytes, bytes, tenants, (plain, bound, tenant) => {
        const sealed = here.seal(plain, { tenant, bound });
        expect(there.open('old', sealed, { tenant, bound })).toEqual(plain);
      }),
    );
  });

  it('refuses every flipped bit, every missing byte and one more', () => {
    const sealer = ringOf('old').sealer(PURPOSE);
    const sealed = sealer.seal(plain, { bound });
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7));
      expect(sealer.open('old', flipped, { bound })).toBe('not-authentic');
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(sealer.open('old', sealed.subarray(0, length), { bound })).toBe('not-authentic');
    }
    expect(sealer.open('old', Buffer.concat([sealed, Buffer.alloc(1)]), { bound })).toBe('not-authentic');
  });

  it('opens nothing of another place, tenant, purpose or key', () => {
    const sealer = ringOf('old').sealer(PURPOSE);
    const sealed = sealer.seal(plain, { tenant: 'acme', bound });
    const open = (tenant: string | undefined, at = bound, with_ = sealer): unknown =>
      with_.open('old', sealed, { tenant, bound: at });
    expect(open('acme')).toEqual(plain);
    expect(open('other')).toBe('not-authentic');
    expect(open(undefined)).toBe('not-authentic');
    expect(open('acme', Buffer.from('Place'))).toBe('not-authentic');
    expect(open('acme', bound, ringOf('old').sealer('test/things/2'))).toBe('not-authentic');
    expect(sealer.open('new', sealed, { tenant: 'acme', bound })).toBe('unknown-key');
    const nobody = sealer.seal(plain, { bound });
    expect(sealer.open('old', nobody, { tenant: '-', bound })).toBe('not-authentic');
    expect(sealer.open('old', nobody, { tenant: '', bound })).toBe('not-authentic');
  });

  it('writes with the new key and reads with the old one while both are in the ring', () => {
    const sealed = ringOf('old').sealer(PURPOSE).seal(plain, { bound });
    const rotated = ringOf('new', 'old').sealer(PURPOSE);
    expect(rotated.active).toBe('new');
    expect(rotated.open('old', sealed, { bound })).toEqual(plain);
    expect(rotated.open('new', rotated.seal(plain, { bound }), { bound })).toEqual(plain);
    expect(ringOf('new').sealer(PURPOSE).open('old', sealed, { bound })).toBe('unknown-key');
  });

  it('never uses a nonce twice', () => {
    const sealer = ringOf('old').sealer(PURPOSE);
    const nonces = Array.from({ length: 5_000 }, () => sealer.seal(plain, { bound }).toString('hex', 0, 12));
    expect(new Set(nonces).size).toBe(5_000);
  });
});

describe('a derived key', () => {
  const limited = (mostUses: number): Keyring =>
    new Keyring({ keys: [{ id: 'old', secret: secrets.old }], mostUses });

  it('encrypts as often as it may, says so in time, and then no more, while it still decrypts', () => {
    using worn = collectFacts(keyWorn);
    const ring = limited(4);
    const sealed = [1, 2, 3, 4].map(() => ring.sealer(PURPOSE).seal(plain, { tenant: 'acme', bound }));
    expect(worn.facts).toEqual([{ keyId: 'old', purpose: PURPOSE, uses: 3, mostUses: 4 }]);
    expect(() => ring.sealer(PURPOSE).seal(plain, { tenant: 'acme', bound })).toThrow(KeyExhaustedError);
    for (const bytes of sealed) {
      expect(ring.sealer(PURPOSE).open('old', bytes, { tenant: 'acme', bound })).toEqual(plain);
    }
    // Keys of other tenants and purposes are other keys.
    expect(() => ring.sealer(PURPOSE).seal(plain, { bound })).not.toThrow();
    expect(() => ring.sealer('test/other').seal(plain, { tenant: 'acme', bound })).not.toThrow();
  });

  it('does not begin to count anew when a thousand others were used in between', () => {
    const sealer = limited(10).sealer(PURPOSE);
    const use = (tenant: string, times: number): void => {
      for (let time = 0; time < times; time++) sealer.seal(plain, { tenant, bound });
    };
    use('acme', 9);
    for (let other = 0; other < 1_000; other++) use(`tenant-${other}`, 1);
    use('acme', 1);
    expect(() => use('acme', 1)).toThrow(KeyExhaustedError);
  });
});

describe('a key for HMAC', () => {
  it('is another one for each purpose and id, the same each time', () => {
    const ring = ringOf('new', 'old');
    const exported = (purpose: string, id?: string): string | undefined =>
      ring.macKey(purpose, id)?.export().toString('hex');
    const all = [exported('a'), exported('b'), exported('a', 'old')];
    expect(new Set(all).size).toBe(3);
    expect(exported('a')).toBe(exported('a', 'new'));
    expect(exported('a', 'unknown')).toBeUndefined();
  });

  it('is refused for a purpose that is no name', () => {
    expect(() => ringOf('old').macKey('a:b')).toThrow(/purpose/);
    expect(() => ringOf('old').sealer('')).toThrow(/purpose/);
  });
});
