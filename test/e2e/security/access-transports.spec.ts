import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CANARY } from './support/handlers.js';
import { recorded } from './support/secured.js';
import { startGraphql, startHybridAlone, startTcp, startWs, type Driver } from './support/transports.js';

const FIELDS: ReadonlySet<string> = new Set([
  'code',
  'message',
  'correlationId',
  'retryable',
  'retryAfterMs',
  'details',
]);

describe.each([
  ['GraphQL', startGraphql, 'ThingsResolver'],
  ['WebSocket', startWs, 'ThingsGateway'],
  ['TCP', startTcp, 'ThingsMessages'],
] as const)('over %s', (_, start, className) => {
  let driver: Driver;
  beforeAll(async () => {
    driver = await start();
  });
  afterAll(() => driver[Symbol.asyncDispose]());

  it('who may is let in, and everything below knows who it is', async () => {
    expect(await driver.call('delete', 'operator')).toEqual({ value: 'olga of acme' });
    expect(await driver.call('below', 'operator')).toEqual({ value: 'olga of acme' });
    expect(await driver.call('open', 'reader')).toEqual({ value: 'rita of no tenant' });
    expect(await driver.call('open', undefined)).toEqual({ value: 'nobody of no tenant' });
  });

  it.each([
    [undefined, 'NOT_AUTHENTICATED'],
    ['stranger', 'NOT_AUTHENTICATED'],
    ['reader', 'ACCESS_DENIED'],
  ] as const)('%s is refused, on the handler and below it', async (who, code) => {
    for (const handler of ['delete', 'below']) {
      const { error } = await driver.call(handler, who);
      expect(error).toMatchObject({ code, retryable: false, correlationId: expect.any(String) });
      expect(Object.keys(error as object).filter((field) => !FIELDS.has(field))).toEqual([]);
    }
  });

  it('an error of nobody knows whom says nothing', async () => {
    const { error } = await driver.call('broken', 'operator');
    expect(error).toEqual({
      code: 'INTERNAL_ERROR',
      message: expect.any(String),
      correlationId: expect.any(String),
      retryable: false,
    });
    expect(JSON.stringify(error)).not.toContain(CANARY);
  });

  it('every call is in the trail, once', async () => {
    const on = [`${className}.delete`, 'Things.delete'];
    const all = (who: string, decision: string, reason: string): string[] =>
      on.map((resource) => `${who} ${decision} things:delete on ${resource}: ${reason}`);
    expect(await recorded(driver.app)).toEqual([
      ...all('olga', 'allowed', 'granted'),
      ...all('nobody', 'denied', 'not-authenticated'),
      ...all('nobody', 'denied', 'unknown-credentials'),
      ...all('rita', 'denied', 'no-permission'),
    ]);
  });
});

describe('in a microservice that does not inherit the guards of its application', () => {
  it('nobody is known, so nobody is let in', async () => {
    await using driver = await startHybridAlone();
    expect(await driver.call('open', 'operator')).toEqual({ value: 'nobody of no tenant' });
    for (const handler of ['delete', 'below']) {
      expect(await driver.call(handler, 'operator')).toEqual({
        error: { status: 'error', message: 'Internal server error' },
      });
    }
    const on = ['ThingsMessages.delete', 'Things.delete'];
    expect(await recorded(driver.app)).toEqual(
      on.map((resource) => `nobody denied things:delete on ${resource}: not-authenticated`),
    );
  });
});
