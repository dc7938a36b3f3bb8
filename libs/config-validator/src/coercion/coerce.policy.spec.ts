import { inspect } from 'node:util';
import { Secret } from '@hydrogenai/security';
import {
  property,
  assert,
  boolean,
  constantFrom,
  double,
  integer,
  maxSafeInteger,
  string,
  array,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coerce, VARIABLE_KINDS } from './coerce.policy.js';
import { cleanValue } from './clean-value.policy.js';

const space = () => string({ unit: constantFrom(' ', '\t', '\n', '\r\n'), maxLength: 4 });

/** A text as it goes through both steps; `undefined` when it is missing. */
function read(kind: Parameters<typeof coerce>[0], raw: string): unknown {
  const { text } = cleanValue(raw);
  if (text === undefined) return undefined;
  const coerced = coerce(kind, text);
  return coerced.ok ? coerced.value : Error;
}

describe('coercion', () => {
  it.each([
    ['boolean', 'false', false],
    ['boolean', 'OFF', false],
    ['boolean', '0', false],
    ['boolean', ' True\n', true],
    ['boolean', 'yes', true],
    ['boolean', 'maybe', Error],
    ['boolean', '2', Error],
    ['integer', ' 42 ', 42],
    ['integer', '-7', -7],
    ['integer', '4.2', Error],
    ['integer', '9007199254740992', Error],
    ['integer', '0x10', Error],
    ['number', '.5', 0.5],
    ['number', '1e3', 1_000],
    ['number', '1e999', Error],
    ['number', 'Infinity', Error],
    ['number', 'NaN', Error],
    ['number', '1_000', Error],
    ['number', '12px', Error],
    ['list', 'a, b,,c ', ['a', 'b', 'c']],
    ['list', ',', []],
    ['duration', '5m', 300_000],
    ['duration', ' 250 ', 250],
    ['duration', '0', 0],
    ['duration', '1.5s', Error],
    ['duration', '-5s', Error],
    ['duration', '5 m', Error],
    ['duration', '5w', Error],
    ['bytes', '64MiB', 67_108_864],
    ['bytes', '64MB', 64_000_000],
    ['bytes', '1 kB', 1_000],
    ['bytes', '512', 512],
    ['bytes', '64M', Error],
    ['bytes', '1.5GiB', Error],
    ['bytes', '-1B', Error],
    ['bytes', '9000000000TiB', Error],
    ['url', 'https://host/a b', new URL('https://host/a%20b')],
    ['url', 'not a url', Error],
    ['string', '', undefined],
    ['string', ' \t\n', undefined],
    ['boolean', '', undefined],
    ['number', "''", undefined],
  ] as const)('reads %s %j as %j', (kind, raw, value) => {
    expect(read(kind, raw)).toEqual(value);
  });

  it('reads every whole number back, whatever blanks surround it', () => {
    assert(
      property(maxSafeInteger(), space(), space(), (value, before, after) => {
        expect(read('integer', `${before}${value}${after}`)).toBe(value);
      }),
    );
  });

  it('reads every finite number back', () => {
    assert(
      property(double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        // -0 is printed as 0.
        expect(read('number', String(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('reads every boolean back in any mixture of cases', () => {
    assert(
      property(boolean(), integer({ min: 0, max: 31 }), (value, upper) => {
        const letters = [...String(value)].map((letter, at) =>
          upper & (1 << at) ? letter.toUpperCase() : letter,
        );
        expect(read('boolean', letters.join(''))).toBe(value);
      }),
    );
  });

  it('reads every duration back that is written in whole units', () => {
    const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
    assert(
      property(integer({ min: 0, max: 365 }), constantFrom('ms', 's', 'm', 'h', 'd'), (amount, unit) => {
        expect(read('duration', `${amount}${unit}`)).toBe(amount * units[unit]);
      }),
    );
  });

  it('wraps secrets, so that only reveal() gives the text', () => {
    const coerced = coerce('secret', 'canary-1234', 'A'.repeat(80));
    expect(coerced.ok && coerced.value instanceof Secret && coerced.value.reveal()).toBe('canary-1234');
    expect(JSON.stringify(coerced) + inspect(coerced)).not.toContain('canary');
    expect(JSON.stringify(coerced)).toContain(`[redacted:${'A'.repeat(64)}…`);
  });

  it('reads lists back', () => {
    const item = string({ unit: constantFrom('a', 'b', '/', ':', '-'), minLength: 1 });
    assert(
      property(array(item, { minLength: 1 }), space(), (items, gap) => {
        expect(coerce('list', items.join(`${gap},`))).toEqual({ ok: true, value: items });
      }),
    );
  });

  it('never throws and never repeats the text that it refuses', () => {
    assert(
      property(constantFrom(...VARIABLE_KINDS), string({ minLength: 8 }), (kind, text) => {
        const coerced = coerce(kind, text);
        expect(coerced.ok || !coerced.expected.includes(text)).toBe(true);
      }),
    );
  });
});
