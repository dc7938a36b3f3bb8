import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from './invalid-option.error.js';

const messageFor = (received: unknown, secret = false): string =>
  new InvalidOptionError({ field: 'l1.maxBytes', accepted: 'a whole number', received, secret }).message;

describe('InvalidOptionError', () => {
  it('names the field, the accepted range and the value received', () => {
    const error = new InvalidOptionError({
      field: 'l1.maxBytes',
      accepted: 'a whole number of bytes',
      received: -1,
    });
    expect(error.message).toBe(
      'l1.maxBytes: expected a whole number of bytes, received -1. Correct the option "l1.maxBytes".',
    );
    expect(error).toMatchObject({
      name: 'InvalidOptionError',
      code: 'INVALID_OPTION',
      field: 'l1.maxBytes',
      details: { field: 'l1.maxBytes', accepted: 'a whole number of bytes' },
    });
  });

  it.each([
    ['fast', '"fast"'],
    ['line\nbreak', '"line\\nbreak"'],
    ['x'.repeat(40), `"${'x'.repeat(40)}"`],
    ['x'.repeat(41), 'a string of 41 characters'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    [12n, '12n'],
    [10n ** 41n, 'a bigint'],
    [undefined, 'nothing'],
    [null, 'null'],
    [[1, 2, 3], 'an array of 3'],
    [{ apiKey: 'k' }, 'an object'],
    [() => 'k', 'a function'],
    [Symbol('k'), 'a symbol'],
  ])('describes %s as %s', (received, description) => {
    expect(messageFor(received)).toContain(`received ${description}.`);
  });

  it.each([
    ['p4ssw0rd', 'a string of 8 characters'],
    [4711, 'a number'],
    [true, 'a boolean'],
    [4711n, 'a bigint'],
  ])('describes the secret %s only by its type', (received, description) => {
    expect(messageFor(received, true)).toContain(`received ${description}.`);
  });

  it('quotes neither a secret nor a long value, in any text form', () => {
    const hexDigit = fc.constantFrom(...'0123456789abcdef');
    const value = fc.string({ unit: hexDigit, minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(value, fc.boolean(), (canary, secret) => {
        const received = secret ? canary : `${'.'.repeat(41)}${canary}`;
        const error = new InvalidOptionError({ field: 'f', accepted: 'a', received, secret });
        const text = `${String(error)} ${inspect(error)} ${JSON.stringify(error)}`;
        expect(text.includes(canary)).toBe(false);
      }),
    );
  });
});
