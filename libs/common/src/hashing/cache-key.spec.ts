import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateCacheKey } from './cache-key.js';
import { NotCanonicalError } from './not-canonical.error.js';

describe('generateCacheKey', () => {
  it('is 43 URL-safe characters for any JSON value, and equal for its copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const key = generateCacheKey(value);
        expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
        expect(generateCacheKey(structuredClone(value))).toBe(key);
      }),
    );
  });

  it('never meets the key of another text, with lone surrogates as well', () => {
    const keys = new Map<string, string>();
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('\uD800', '\uDBFF', '\uDC00', '\uFFFD', 'a', '\u0000') }),
        (text) => {
          const key = generateCacheKey(text);
          expect(keys.get(key) ?? text).toBe(text);
          keys.set(key, text);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(keys.size).toBeGreaterThan(500);
  });

  it('does not depend on the order of keys, and does depend on the order of messages', () => {
    expect(generateCacheKey({ model: 'chat', prompt: 'x' })).toBe(
      generateCacheKey({ prompt: 'x', model: 'chat' }),
    );
    expect(generateCacheKey(['a', 'b'])).not.toBe(generateCacheKey(['b', 'a']));
  });

  it('stays what it was in earlier releases, because keys outlive the process in Redis', () => {
    const expected = createHash('sha256')
      .update(Buffer.from('o2:s1:ad1;s1:ba2:tu', 'utf16le'))
      .digest('base64url');
    expect(generateCacheKey({ b: [true, undefined], a: 1 })).toBe(expected);
  });

  it('refuses what has no canonical form', () => {
    expect(() => generateCacheKey({ f: () => 1 })).toThrow(NotCanonicalError);
  });
});
