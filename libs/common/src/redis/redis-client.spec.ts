import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import type { Redis } from 'ioredis';
import { startRedis, type RedisServer } from '../../../../test/support/redis-server.js';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import type { Duration } from '../time/duration.js';
import { collectFacts } from '../testing/collect-facts.js';
import { createRedisClient, redisClientOptions } from './redis-client.js';
import { redisConnection } from './redis-connection.facts.js';
import { RedisScript } from './redis-script.js';
import { waitUntilReady } from './wait-until-ready.js';

/** How long a call took, and how it ended. */
async function timed(call: () => Promise<unknown>): Promise<{ ms: number; outcome: unknown }> {
  const startedMs = performance.now();
  const outcome = await call().catch((error: unknown) => error);
  return { ms: performance.now() - startedMs, outcome };
}

describe('redisClientOptions', () => {
  it('bounds every wait, and sends nothing late or twice', () => {
    expect(redisClientOptions({ url: 'redis://h:7/2' })).toMatchObject({
      host: 'h',
      port: 7,
      db: 2,
      connectionName: 'hydrogenai',
      commandTimeout: 200,
      connectTimeout: 2_000,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 1,
    });
    const own = { url: 'redis://h', name: 'cache', commandTimeout: '1s', connectTimeout: 50 } as const;
    expect(redisClientOptions(own)).toMatchObject({
      connectionName: 'cache',
      commandTimeout: 1_000,
      connectTimeout: 50,
    });
  });

  it('reconnects at the latest after a second, for ever', () => {
    const { retryStrategy } = redisClientOptions({ url: 'redis://h' });
    expect([1, 2, 20, 21, 1_000_000].map((attempt) => retryStrategy?.(attempt))).toEqual([
      50, 100, 1_000, 1_000, 1_000,
    ]);
  });

  it.each([
    ['redis.commandTimeout', { commandTimeout: 0 }],
    ['redis.commandTimeout', { commandTimeout: '30d' as const }],
    ['redis.connectTimeout', { connectTimeout: 1.5 }],
    ['redis.connectTimeout', { connectTimeout: '61m' as const }],
  ])('refuses a wrong %s', (field, options) => {
    const read = (): unknown => redisClientOptions({ url: 'redis://h', ...options });
    expect(read).toThrow(InvalidOptionError);
    expect(read).toThrow(
      `${field}: expected whole milliseconds or a text such as '30s' or '5m', from 1ms to 1h`,
    );
  });
});

describe('a client of a real Redis', () => {
  let server: RedisServer;
  const clients: Redis[] = [];
  const connect = async (name = 'test', commandTimeout: Duration = '200ms'): Promise<Redis> => {
    const client = createRedisClient({ url: server.url, name, commandTimeout });
    clients.push(client);
    expect(await waitUntilReady(client, 5_000)).toBe(true);
    return client;
  };

  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect();
    await server.restart();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('shows its name in CLIENT LIST', async () => {
    const client = await connect('cache-l2');
    expect(await client.call('client', 'list')).toContain(' name=cache-l2 ');
  });

  it('pays the command timeout for a hung server, and answers rightly once it goes on', async () => {
    const client = await connect();
    await client.set('key', 'before');
    server.freeze();
    try {
      const calls = await Promise.all(Array.from({ length: 20 }, () => timed(() => client.get('key'))));
      expect(
        calls.every(({ outcome }) => outcome instanceof Error && /timed out/.test(outcome.message)),
      ).toBe(true);
      expect(Math.min(...calls.map(({ ms }) => ms))).toBeGreaterThan(150);
      expect(Math.max(...calls.map(({ ms }) => ms))).toBeLessThan(1_500);
    } finally {
      server.thaw();
    }
    await expect.poll(() => client.get('key').catch(() => 'not yet'), { timeout: 2_000 }).toBe('before');
  });

  it('fails at once while the server is gone, tells it as facts, and is back within two seconds of its return', async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown): void => void rejections.push(reason);
    process.on('unhandledRejection', note);
    try {
      using connection = collectFacts(redisConnection);
      // Long, so that failing at once and waiting for the timeout cannot be taken for each other.
      const client = await connect('gone', '10s');
      const inFlight = timed(() => client.call('debug', 'sleep', '5'));
      await server.stop();
      const { ms, outcome } = await inFlight;
      expect(outcome).toBeInstanceOf(Error);
      expect(ms).toBeLessThan(5_000);
      await expect.poll(() => client.status, { timeout: 2_000 }).not.toBe('ready');

      const calls = await Promise.all(Array.from({ length: 20 }, () => timed(() => client.get('key'))));
      expect(calls.every(({ outcome }) => outcome instanceof Error)).toBe(true);
      expect(Math.max(...calls.map(({ ms }) => ms))).toBeLessThan(2_000);
      await expect
        .poll(() => connection.facts, { timeout: 2_000 })
        .toContainEqual({ name: 'gone', event: 'error', code: 'ECONNREFUSED' });
      // A reset may be told between the two; nothing but these fields ever is.
      expect(connection.facts[0]).toEqual({ name: 'gone', event: 'ready' });
      expect(connection.facts).toContainEqual({ name: 'gone', event: 'close' });
      for (const fact of connection.facts)
        expect(['name', 'event', 'code']).toEqual(expect.arrayContaining(Object.keys(fact)));

      await server.restart();
      const startedMs = performance.now();
      expect(await waitUntilReady(client, 5_000)).toBe(true);
      expect(performance.now() - startedMs).toBeLessThan(2_000);
      expect(await client.get('key')).toBeNull();
      expect(rejections).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  it('runs a script that the server knows by its hash alone, and brings it again after SCRIPT FLUSH and a restart', async () => {
    const client = await connect();
    const script = new RedisScript("return {redis.call('INCRBY', KEYS[1], ARGV[1]), ARGV[2]}");
    expect(await script.run(client, ['n'], [5, 'a'])).toEqual([5, 'a']);

    const statistics = async (): Promise<string> => String(await client.info('commandstats'));
    const evalCalls = async (): Promise<number> =>
      Number(/cmdstat_eval:calls=(\d+)/.exec(await statistics())?.[1] ?? 0);
    const before = await evalCalls();
    expect(await script.run(client, ['n'], [1, 'b'])).toEqual([6, 'b']);
    expect(await evalCalls()).toBe(before);

    await client.script('FLUSH');
    expect(await script.run(client, ['n'], [1, 'c'])).toEqual([7, 'c']);
    expect(await evalCalls()).toBe(before + 1);

    await server.restart();
    await expect
      .poll(() => client.status === 'ready' && client.ping().catch(() => ''), { timeout: 3_000 })
      .toBe('PONG');
    expect(await script.run(client, ['n'], [2, 'd'])).toEqual([2, 'd']);
  });

  it('passes on what else a script fails with, without running it again', async () => {
    const client = await connect();
    const script = new RedisScript("redis.call('INCR', KEYS[1]); return redis.call('LPUSH', KEYS[1], 'x')");
    for (const runs of ['1', '2']) {
      await expect(script.run(client, ['n'], [])).rejects.toThrow('WRONGTYPE');
      expect(await client.get('n')).toBe(runs);
    }
  });

  it('says that it is not ready in time, leaves no listener, and goes on trying', async () => {
    await server.stop();
    const client = createRedisClient({ url: server.url });
    clients.push(client);
    const listeners = client.listenerCount('ready');
    expect(await waitUntilReady(client, 100)).toBe(false);
    expect(client.listenerCount('ready')).toBe(listeners);
    await server.restart();
    expect(await waitUntilReady(client, 5_000)).toBe(true);
    expect(await waitUntilReady(client, 5_000)).toBe(true);
    expect(client.listenerCount('ready')).toBe(listeners);
  });
});
