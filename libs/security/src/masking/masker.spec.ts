import { InvalidOptionError } from '@hydrogenai/common';
import * as fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { generatedSecrets, seeded } from '../../../../test/support/generated-secrets.js';
import { Secret } from '../secret/secret.js';
import { Masker } from './masker.js';

const random = seeded(25);
/** 60 that are known, and one of each form that is not. */
const known = Array.from({ length: 60 }, () =>
  Buffer.from(Array.from({ length: 18 }, () => random() * 256)).toString('base64url'),
);

const masker = new Masker({ secrets: known });

describe('a masker', () => {
  it('keeps what a log needs', () => {
    const at = new Date(1_795_000_000_000);
    const cause = Object.assign(new Error('inner'), { code: 'ECONNREFUSED' });
    const copy = masker.value({
      n: 1,
      ok: true,
      none: null,
      at,
      list: new Set([1, 2]),
      map: new Map([['a', 1]]),
      error: new Error('outer', { cause }),
    });
    expect(copy).toMatchObject({
      n: 1,
      ok: true,
      none: null,
      at: at.toISOString(),
      list: [1, 2],
      map: { a: 1 },
    });
    expect(copy).toMatchObject({
      error: { name: 'Error', message: 'outer', cause: { message: 'inner', code: 'ECONNREFUSED' } },
    });
    expect(copy).toHaveProperty('error.stack', expect.stringContaining('masker.spec.ts'));
  });

  it('changes nothing of what it copies, and nothing a second time', () => {
    const original = { deep: { key: known[0], list: [known[1]] } };
    const before = structuredClone(original);
    const once = masker.value(original);
    expect(original).toEqual(before);
    expect(masker.value(once)).toEqual(once);
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom(...known, ...generatedSecrets(random).map(({ text }) => text)),
          ),
        ),
        (parts) => {
          const once = masker.text(parts.join(' '));
          expect(masker.text(once)).toBe(once);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends with what is endless', () => {
    let chain: Record<string, unknown> = {};
    for (let n = 0; n < 50_000; n++) chain = { chain };
    const shared = Array.from({ length: 30 }).reduce<unknown>((inner) => [inner, inner, inner], 'leaf');
    const copy = masker.value({ chain, shared, long: Array.from({ length: 200_000 }, (_, n) => n) });
    expect(JSON.stringify(copy).length).toBeLessThan(500_000);
  });

  it('masks a secret across the cut of a long text', () => {
    const secret = known[3] ?? '';
    for (let before = 90; before <= 100; before++)
      expect(masker.start(`${'x'.repeat(before)}${secret}${'y'.repeat(200)}`, 100)).not.toMatch(
        new RegExp(secret.slice(0, 6)),
      );
  });

  it('calls a secret by its name', () => {
    const named = new Masker({ secrets: [new Secret('correct horse battery', { name: 'DB_PASSWORD' })] });
    expect(named.text('with correct horse battery')).toBe('with [redacted:DB_PASSWORD]');
  });

  it('shows nothing of itself', () => {
    const output =
      inspect(masker, { showHidden: true, depth: null }) +
      inspect(masker.known, { showHidden: true, depth: null }) +
      JSON.stringify({ masker, known: masker.known }) +
      String(masker);
    for (const secret of known) expect(output).not.toContain(secret);
  });

  it('treats what a check of a pattern cannot judge as a secret', () => {
    const failing = new Masker({
      patterns: [
        {
          id: 'own',
          prefilter: 'own-',
          expression: /own-\d{4}/,
          check: () => {
            throw new Error('broken');
          },
        },
      ],
    });
    expect(failing.text('own-1234')).toBe('[redacted:own]');
  });

  it('refuses lengths that would mask ordinary words', () => {
    expect(() => new Masker({ minSecretLength: 3 })).toThrow(InvalidOptionError);
  });
});
