import type { RateLimitModuleOptions } from '@hydrogenai/rate-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Driver } from './support/drivers.js';
import { query, startGraphql, startHttp } from './support/http-drivers.js';
import { startHybrid, startTcp, startWs } from './support/socket-drivers.js';

interface Transport {
  readonly name: string;
  readonly start: (options?: RateLimitModuleOptions) => Promise<Driver>;
  /** How it shows the fields of a response. */
  readonly headers: boolean;
  readonly status?: number;
  /** Handlers of events answer nobody. */
  readonly silent?: boolean;
}

const transports: readonly Transport[] = [
  { name: 'HTTP on Express', start: (options) => startHttp('express', options), headers: true, status: 429 },
  { name: 'HTTP on Fastify', start: (options) => startHttp('fastify', options), headers: true, status: 429 },
  { name: 'GraphQL', start: startGraphql, headers: true },
  { name: 'WebSocket', start: startWs, headers: false },
  { name: 'messages over TCP', start: (options) => startTcp('message', options), headers: false },
  { name: 'messages of a hybrid application', start: () => startHybrid('message'), headers: false },
  { name: 'events over TCP', start: (options) => startTcp('event', options), headers: false, silent: true },
  { name: 'events of a hybrid application', start: () => startHybrid('event'), headers: false, silent: true },
];

const places = [
  { place: 'the decorator on a handler', handler: 'decorated' },
  { place: 'the guard on a class', handler: 'guarded' },
];

// A rejection that nobody handles (of an event, say) fails the run: Vitest listens for it.
describe.each(transports)('$name', ({ start, headers, status, silent }) => {
  let driver: Driver;

  beforeAll(async () => {
    driver = await start();
  });

  afterAll(async () => {
    await driver[Symbol.asyncDispose]();
  });

  const fields = (name: string, remaining: number, retryAfter: string | null) =>
    headers
      ? {
          headers: {
            'ratelimit-policy': `"${name}";q=2;w=4`,
            ratelimit: `"${name}";r=${remaining};t=2`,
            'retry-after': retryAfter,
          },
        }
      : {};

  describe.each(places)('$place', ({ handler }) => {
    it('admits what the limit admits, and refuses the next call with all that a client needs and no key', async () => {
      const value = silent ? handler : `answer of ${handler}`;
      expect(await driver.call(handler)).toEqual({ admitted: true, value, ...fields(handler, 1, null) });
      expect(await driver.call(handler)).toEqual({ admitted: true, value, ...fields(handler, 0, null) });
      const ran = driver.journal.entries.length;
      const error = {
        code: 'RATE_LIMITED',
        message: `The limit "${handler}" of 2 per 3001ms is used up. Try again in 1501 ms.`,
        retryable: true,
        retryAfterMs: 1_501,
        details: { name: handler, limit: 2, periodMs: 3_001, remaining: 0, retryAfterMs: 1_501 },
      };
      expect(await driver.call(handler)).toEqual({
        admitted: false,
        error: silent ? undefined : error,
        ...(status === undefined ? {} : { status }),
        ...fields(handler, 0, '2'),
      });
      expect(driver.journal.entries.slice(ran)).not.toContain(handler);
    });
  });

  it('a limit in shadow mode refuses nobody and says nothing', async () => {
    const none = { 'ratelimit-policy': null, ratelimit: null, 'retry-after': null };
    for (let call = 0; call < 4; call++) {
      expect(await driver.call('shadow')).toEqual({
        admitted: true,
        value: silent ? 'shadow' : 'answer of shadow',
        ...(headers ? { headers: none } : {}),
      });
    }
  });
});

it('fields of one GraphQL query count one by one, and the response tells what is left in the end', async () => {
  await using graphql = await startGraphql();
  const admitted = await query(graphql.url, '{ one: decorated, two: decorated, guarded }');
  expect(await admitted.json()).not.toHaveProperty('errors');
  expect(admitted.headers.get('ratelimit')?.split(', ').toSorted()).toEqual([
    '"decorated";r=0;t=2',
    '"guarded";r=1;t=2',
  ]);
  const refused = await query(graphql.url, '{ one: decorated, guarded }');
  expect(await refused.json()).toMatchObject({
    errors: [{ path: ['one'], extensions: { code: 'RATE_LIMITED' } }],
  });
});

it('limits of two applications in one process are apart', async () => {
  await using one = await startHttp('express');
  await using other = await startHttp('fastify');
  const admitted = async (driver: Driver) => (await driver.call('decorated')).admitted;
  expect([await admitted(one), await admitted(one), await admitted(one)]).toEqual([true, true, false]);
  expect([await admitted(other), await admitted(other), await admitted(other)]).toEqual([true, true, false]);
});
