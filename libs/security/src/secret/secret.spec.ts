import { InvalidOptionError } from '@hydrogenai/common';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret, isSecret } from './secret.js';

const VALUE = 'hunter2-hunter2-hunter2';

/** Everything a log, a debugger or a careless line may make of a value. */
const views: readonly [string, (secret: Secret) => unknown][] = [
  ['String()', String],
  ['a template', (secret) => `${secret}`],
  ['adding', (secret) => `${secret as unknown as string}x`],
  ['JSON', (secret) => JSON.stringify({ secret, list: [secret] })],
  ['inspect', (secret) => inspect(secret, { showHidden: true, depth: null, getters: true })],
  ['inspect of a holder', (secret) => inspect({ deep: { secret } }, { showHidden: true })],
  ['spreading', (secret) => JSON.stringify({ ...secret })],
  ['entries', (secret) => JSON.stringify(Object.entries(secret))],
  ['descriptors', (secret) => inspect(Object.getOwnPropertyDescriptors(secret))],
  ['a structured clone', (secret) => inspect(structuredClone({ secret }), { showHidden: true })],
  ['a number', (secret) => Number(secret)],
  ['an error', (secret) => inspect(new Error('failed', { cause: secret }))],
  ['join', (secret) => [secret, secret].join()],
];

describe('a secret', () => {
  it.each(views)('does not show its value as %s', (_name, view) => {
    const secret = new Secret(VALUE, { name: 'database' });
    expect(String(view(secret))).not.toContain('hunter2');
  });

  it('is shown by its name and a tag, and gives its value to who asks', () => {
    const secret = new Secret(VALUE, { name: 'database' });
    expect(String(secret)).toBe(`[redacted:database…${secret.tag}]`);
    expect(secret.reveal()).toBe(VALUE);
  });

  it('has the same tag as an equal one, which is no plain hash of the value', async () => {
    const tags = (value: string): string => new Secret(value).tag;
    expect(tags(VALUE)).toMatch(/^[0-9a-f]{4}$/);
    expect(tags(VALUE)).toBe(tags(VALUE));
    const different = new Set(Array.from({ length: 100 }, (_, n) => tags(`${VALUE}${n}`)));
    expect(different.size).toBeGreaterThan(90);
  });

  it.each([
    ['an empty value', () => new Secret('')],
    ['no text', () => new Secret(42 as unknown as string)],
    ['a name with a space', () => new Secret(VALUE, { name: 'a b' })],
    ['an empty name', () => new Secret(VALUE, { name: '' })],
  ])('refuses %s, and does not quote the value', (_name, make) => {
    expect(make).toThrow(InvalidOptionError);
    expect(make).not.toThrow(/hunter2|42/);
  });

  it('is told from what only looks like one', () => {
    expect(isSecret(new Secret(VALUE))).toBe(true);
    for (const other of [VALUE, undefined, null, {}, { reveal: () => VALUE }])
      expect(isSecret(other)).toBe(false);
  });
});
