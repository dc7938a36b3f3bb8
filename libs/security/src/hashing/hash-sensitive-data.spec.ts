import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashSensitiveData } from './hash-sensitive-data.js';

const pepper = 'pepper-of-32-bytes-pepper-of-32-';
const purpose = 'customers/email';

describe('hashSensitiveData', () => {
  it('is HMAC-SHA-256 over purpose, zero and value, as others can compute it', () => {
    const expected = createHmac('sha256', pepper).update('customers/email\0a@b.c').digest('base64url');
    expect(hashSensitiveData('a@b.c', { pepper, purpose })).toBe(expected);
    expect(hashSensitiveData(Buffer.from('a@b.c'), { pepper: Buffer.from(pepper), purpose })).toBe(expected);
  });

  it('differs with value, pepper and purpose, and with nothing else', () => {
    const purposes = fc.constantFrom('a', 'ab', 'a/b');
    const values = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(values, values, purposes, purposes, (one, two, here, there) => {
        const same = one === two && here === there;
        const [left, right] = [
          hashSensitiveData(one, { pepper, purpose: here }),
          hashSensitiveData(two, { pepper, purpose: there }),
        ];
        expect(left === right).toBe(same);
        expect(left).toMatch(/^[A-Za-z0-9_-]{43}$/);
      }),
    );
    expect(hashSensitiveData('x', { pepper, purpose })).not.toBe(
      hashSensitiveData('x', { pepper: `${pepper}!`, purpose }),
    );
  });

  it('leaves spellings to the caller', () => {
    expect(hashSensitiveData('A@b.c', { pepper, purpose })).not.toBe(
      hashSensitiveData('a@b.c', { pepper, purpose }),
    );
  });

  it.each([
    ['pepper', 'value', { pepper: 'canary-15-bytes', purpose }],
    ['pepper', 'value', { pepper: Buffer.alloc(15, 1), purpose }],
    ['purpose', 'value', { pepper, purpose: 'With Space' }],
    ['value', '', { pepper, purpose }],
    ['value', 'canary\ud800', { pepper, purpose }],
  ])('refuses a %s that is none, and quotes nothing', (field, value, options) => {
    expect(() => hashSensitiveData(value, options)).toThrow(expect.objectContaining({ field }));
    expect(() => hashSensitiveData(value, options)).not.toThrow(/canary/);
  });
});
