import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanValue } from './clean-value.policy.js';

describe('cleaning a value', () => {
  it.each([
    ['sk-1', 'sk-1', []],
    ['sk-1\n', 'sk-1', ['line-break']],
    ['sk-1\r\n', 'sk-1', ['line-break']],
    [' sk-1 ', 'sk-1', ['white-space']],
    ['"sk-1"', 'sk-1', ['quotes']],
    ["'sk-1'\n", 'sk-1', ['line-break', 'quotes']],
    ['" 42 "', '42', ['white-space', 'quotes']],
    ['"', '"', []],
    ['"a\'', '"a\'', []],
    ['a "b" c', 'a "b" c', []],
    ['"a\nb"', 'a\nb', ['quotes']],
    ['', undefined, []],
    ['  \n', undefined, []],
    ['""', undefined, ['quotes']],
  ])('of %j leaves %j', (raw, text, removed) => {
    const clean = cleanValue(raw);
    expect(clean.text).toBe(text);
    expect(new Set(clean.removed)).toEqual(new Set(removed));
  });

  it('leaves nothing blank round a value and loses nothing within it', () => {
    const inner = string({ minLength: 1 }).filter(
      (text) => text.trim() === text && !/^["'`]|["'`]$/.test(text),
    );
    assert(
      property(
        inner,
        constantFrom('', ' ', '\n', '\t\r\n'),
        constantFrom('', '"', "'", '`'),
        (text, blank, quote) => {
          expect(cleanValue(blank + quote + text + quote + blank).text).toBe(text === '' ? undefined : text);
        },
      ),
    );
  });
});
