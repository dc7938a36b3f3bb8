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

describe('a copy for a log', () => {
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
    // Made when they are needed: fast-check itself asks values that it draws, and hostile ones throw.
    type Made = () => unknown;
    const leaf = fc.tuple(fc.constantFrom(...known), fc.constantFrom(...places)).map(
      ([secret, [, place]]): Made =>
        () =>
          place(secret),
    );
    const { tree } = fc.letrec<{ tree: Made }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.array(tie('tree'), { maxLength: 3 }).map((items) => () => items.map((made) => made())),
        fc
          .array(fc.tuple(fc.string({ maxLength: 6 }), tie('tree')), { maxLength: 3 })
          .map((fields) => () => Object.fromEntries(fields.map(([name, made]) => [name, made()]))),
        tie('tree').map((made) => () => new Error('outer', { cause: made() })),
        tie('tree').map((made) => () => new Map([['k', made()]])),
        tie('tree').map((made) => () => new Set([made()])),
        tie('tree').map((made) => () => new AggregateError([made()], 'several')),
        fc
          .anything({
            withBigInt: true,
            withDate: true,
            withMap: true,
            withSet: true,
            withTypedArray: true,
            withSparseArray: true,
            withNullPrototype: true,
            withBoxedValues: true,
          })
          .map((value) => () => value),
      ),
    }));
    fc.assert(
      fc.property(tree, (made) => {
        const output = shown(masker.value(made()));
        for (const secret of known) for (const form of readable(secret)) expect(output).not.toContain(form);
      }),
      { numRuns: 200 },
    );
  });

  it('runs nothing of what it copies', () => {
    const ran: string[] = [];
    const run = (name: string) => (): undefined => void ran.push(name);
    const handler = Object.fromEntries(
      ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'].map((trap) => [
        trap,
        (...args: readonly unknown[]) => {
          ran.push(trap);
          // Each trap goes on to what it stands before, with what it was given.
          return Reflect.apply(Reflect[trap as 'get'], undefined, args);
        },
      ]),
    );
    const list = Object.defineProperty(['a'], 1, { enumerable: true, get: run('item') });
    const copy = masker.value({
      proxy: new Proxy({ a: 1 }, handler),
      list,
      made: Object.defineProperty({ toJSON: run('toJSON'), toString: run('toString') }, 'own', {
        enumerable: true,
        get: run('getter'),
      }),
      error: Object.defineProperties(new Error('x'), {
        message: { get: run('message') },
        stack: { get: run('stack') },
      }),
      lazy: run('function'),
    });
    expect(ran).toEqual([]);
    expect(copy).toMatchObject({ proxy: '[proxy]', list: ['a', '[getter]'], made: { own: '[getter]' } });
  });
});
