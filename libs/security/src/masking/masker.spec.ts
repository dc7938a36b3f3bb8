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
const unknown = generatedSecrets(random).filter(({ text, secret }) => text === secret);
const masker = new Masker({ secrets: known });

class Hostile {
  get secret(): string {
    throw new Error(this.constructor.name);
  }
}

/** Places where a secret has been seen in logs. Each gives a value that holds it. */
const places: readonly [string, (secret: string) => unknown][] = [
  ['a message', (secret) => `connect failed for ${secret}, giving up`],
  ['depth', (secret) => ({ a: { b: [{ c: { d: [{ e: { f: secret } }] } }] } })],
  ['an error', (secret) => new Error(`refused: ${secret}`)],
  ['a cause', (secret) => new Error('outer', { cause: new TypeError('inner', { cause: { key: secret } }) })],
  ['an AggregateError', (secret) => new AggregateError([new Error(secret), { secret }], 'all failed')],
  [
    'an error of axios',
    (secret) =>
      Object.assign(new Error('401'), {
        config: { headers: { Authorization: `Bearer ${secret}` } },
        response: { config: { url: `https://x.example/?key=${secret}` } },
      }),
  ],
  [
    'a URL',
    (secret) =>
      new URL(`https://user:${encodeURIComponent(secret)}@example.com/?k=${encodeURIComponent(secret)}`),
  ],
  ['a query', (secret) => new URLSearchParams({ secret })],
  ['headers', (secret) => new Headers({ 'X-API-Key': encodeURIComponent(secret) })],
  [
    'case of headers',
    (secret) => ({ AUTHORIZATION: secret, 'x-Api-Key': secret, 'Set-Cookie': [`a=${secret}`] }),
  ],
  ['raw headers', (secret) => ['Authorization', `Basic ${Buffer.from(`user:${secret}`).toString('base64')}`]],
  [
    'a Map',
    (secret) =>
      new Map<unknown, unknown>([
        ['k', secret],
        [secret, 1],
        [{ secret }, new Map([['x', secret]])],
      ]),
  ],
  ['a Set', (secret) => new Set([secret, { secret }])],
  ['a Buffer', (secret) => Buffer.from(secret)],
  [
    'bytes',
    (secret) => ({ view: new Uint8Array(Buffer.from(secret)), data: new DataView(new ArrayBuffer(8)) }),
  ],
  ['a name', (secret) => ({ [secret]: 1, [Symbol(secret)]: Symbol(secret) })],
  [
    'a circle',
    (secret) => {
      const circle: Record<string, unknown> = { secret };
      circle['self'] = circle;
      return circle;
    },
  ],
  ['a getter', (secret) => Object.defineProperty({}, 'key', { enumerable: true, get: () => secret })],
  [
    'a getter that throws',
    (secret) =>
      Object.defineProperty(Object.assign(new Hostile(), { other: secret }), 'bad', {
        enumerable: true,
        get: () => {
          throw new Error(secret);
        },
      }),
  ],
  [
    'a Proxy',
    (secret) => ({
      proxy: new Proxy(
        {},
        {
          get: () => secret,
          ownKeys: () => {
            throw new Error(secret);
          },
        },
      ),
      secret,
    }),
  ],
  [
    'a prototype that throws',
    (secret) =>
      Object.create(
        new Proxy(
          {},
          {
            get: () => {
              throw new Error(secret);
            },
            has: () => {
              throw new Error(secret);
            },
            getPrototypeOf: () => {
              throw new Error(secret);
            },
          },
        ),
      ),
  ],
  ['a toJSON', (secret) => ({ toJSON: () => secret, at: { toString: () => secret } })],
  ['JSON in JSON', (secret) => ({ body: JSON.stringify({ inner: JSON.stringify({ secret }) }) })],
  ['boxes', (secret) => [Object(secret), new Date(0), /x/]],
  ['a regular expression', (secret) => ({ pattern: new RegExp(secret.replace(/[^\w]/g, '.')), secret })],
  ['a Secret', (secret) => ({ key: new Secret(secret, { name: 'key' }) })],
  ['a long text', (secret) => `${'x '.repeat(32_766)}${secret} ${'y '.repeat(70_000)}`],
  [
    'a bigint and a class',
    (secret) => ({
      n: 123n,
      made: new (class Made {
        own = secret;
        #hidden = secret;
        look(): boolean {
          return this.#hidden !== '';
        }
      })(),
    }),
  ],
];

const shown = (value: unknown): string =>
  `${JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}` : part)) ?? ''} ${inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null })}`;

/** The ways in which the secret could be read back. */
const readable = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').slice(0, -4),
  Buffer.from(secret).toString('hex'),
];

describe('a masker', () => {
  it.each(places)('leaks neither a known nor an unknown secret in %s', (_name, place) => {
    fc.assert(
      fc.property(fc.constantFrom(...known, ...unknown.map(({ text }) => text)), (secret) => {
        const output = shown(masker.value(place(secret)));
        for (const form of readable(secret)) expect(output).not.toContain(form);
      }),
      { numRuns: 40 },
    );
  });

  it('leaks nothing and never throws, however values are nested', () => {
    const leaf = fc
      .tuple(fc.constantFrom(...known), fc.constantFrom(...places))
      .map(([secret, [, place]]) => place(secret));
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.string({ maxLength: 6 }), tie('tree'), { maxKeys: 3 }),
        tie('tree').map((cause) => new Error('outer', { cause })),
        tie('tree').map((value) => new Map([['k', value]])),
        tie('tree').map((value) => new Set([value])),
        tie('tree').map((value) => new AggregateError([value], 'several')),
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withSparseArray: true,
          withNullPrototype: true,
          withBoxedValues: true,
        }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const output = shown(masker.value(value));
        for (const secret of known) for (const form of readable(secret)) expect(output).not.toContain(form);
      }),
      { numRuns: 400 },
    );
  });

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
