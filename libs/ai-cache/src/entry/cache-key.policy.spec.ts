import { InvalidOptionError } from '@hydrogenai/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CacheAddress } from './cache-address.js';
import { assertNamespace, identityOf, keyText, type Place } from './cache-key.policy.js';

const text = fc.oneof(fc.string(), fc.constantFrom('1:a', 's', 'c', '@1:a', '&1:a', '-', 'a2:', '3:abc'));
const place: fc.Arbitrary<Place> = fc.record({
  tenant: fc.option(text, { nil: undefined }),
  audience: fc.option(text, { nil: undefined }),
  namespace: text,
  key: text,
  structured: fc.boolean(),
});

function address(change: Partial<Place> = {}): CacheAddress {
  return new CacheAddress({
    tenant: undefined,
    audience: undefined,
    namespace: 'reports',
    key: 'k',
    structured: false,
    ...change,
  });
}

describe('the key of an answer', () => {
  it('is one text for one place, whatever is written into its parts', () => {
    fc.assert(
      fc.property(place, place, (left, right) => {
        const same =
          left.tenant === right.tenant &&
          left.audience === right.audience &&
          left.namespace === right.namespace &&
          left.key === right.key &&
          left.structured === right.structured;
        expect(identityOf(left) === identityOf(right)).toBe(same);
      }),
      { numRuns: 5_000 },
    );
  });

  it('differs for a value and for the string that spells its canonical form', () => {
    const number = keyText(5);
    expect(address({ key: number, structured: true }).identity).not.toBe(address({ key: number }).identity);
    expect(address({ key: number, structured: true }).entryId).not.toBe(address({ key: number }).entryId);
  });

  it('in Redis has the prefix, the format, the tenant as hash tag and a hash of fixed length', () => {
    expect(address({ tenant: 'acme' }).redisKey('app')).toMatch(/^app:2:\{acme\}:exact:reports:[\w-]{43}$/);
    expect(address({ key: 'k'.repeat(100_000) }).redisKey('app')).toMatch(
      /^app:2:\{-\}:exact:reports:[\w-]{43}$/,
    );
  });

  it('keeps a hostile tenant out of the hash tag, and two of them apart', () => {
    const hostile = address({ tenant: '}:x{ \n' }).redisKey('app');
    expect(hostile).toMatch(/^app:2:\{[\w-]{16}\}:exact:reports:[\w-]{43}$/);
    expect(hostile).not.toBe(address({ tenant: '}:y{ \n' }).redisKey('app'));
  });

  it('is not that of no tenant for a tenant that is called -', () => {
    expect(address({ tenant: '-' }).redisKey('app')).not.toBe(address().redisKey('app'));
  });

  it('gives an entry id that is short, stable and says nothing of the key', () => {
    const { entryId } = address({ key: 'canary-question', namespace: 'canary-space' });
    expect(entryId).toMatch(/^[\w-]{16}$/);
    expect(entryId).toBe(address({ key: 'canary-question', namespace: 'canary-space' }).entryId);
    expect(entryId).not.toContain('canary');
  });
});

describe('a namespace', () => {
  it.each(['reports', 'Reports.report', 'Größe', 'a:b/c#d', 'x'.repeat(128)])('may be %j', (namespace) => {
    expect(() => assertNamespace(namespace)).not.toThrow();
  });

  it.each(['', 'two words', 'line\nbreak', '\u0000', '\u202e', 'x'.repeat(129), undefined, 7])(
    'is refused as %j, naming the field',
    (namespace) => {
      expect(() => assertNamespace(namespace)).toThrow(InvalidOptionError);
      expect(() => assertNamespace(namespace)).toThrow(/^namespace: expected 1 to 128 characters/);
    },
  );
});
