import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startRedisCluster, type RedisCluster } from '../../../../test/support/redis-cluster.js';
import { withNode, type RedisClusterNode } from '../../../../test/support/redis-cluster-node.js';
import { startRedis, type RedisServer } from '../../../../test/support/redis-server.js';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { FakeClock } from '../testing/fake-clock.js';
import { systemClock, type Clock } from '../time/clock.js';
import { openRedis, type OpenedRedis } from './open-redis.js';
import { RedisClock } from './redis-clock.js';
import type { RedisLike } from './redis-like.js';
import type { RedisSource } from './redis-source.js';
import { slotOf } from './key-slot.policy.js';
import { readTimeReply, UnexpectedRedisReplyError } from './time-reply.js';
import { waitUntilReady } from './wait-until-ready.js';

/** Calls of TIME that a server has counted, those of scripts included. */
async function timeCalls(client: Redis): Promise<number> {
  return Number(/cmdstat_time:calls=(\d+)/.exec(await client.info('commandstats'))?.[1] ?? 0);
}

const opened: OpenedRedis[] = [];
async function connect(source: RedisSource): Promise<RedisLike> {
  const redis = openRedis(source, { commandTimeout: '2s' });
  opened.push(redis);
  expect(await waitUntilReady(redis.client, 10_000)).toBe(true);
  return redis.client;
}
afterEach(() => {
  for (const { close } of opened.splice(0)) close();
});

describe('the clock of one server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());
  const learn = async (clock: Clock = systemClock): Promise<{ client: RedisLike; redis: RedisClock }> => {
    const client = await connect({ url: server.url });
    const redis = new RedisClock(client, clock);
    expect(redis.known).toBeUndefined();
    expect(await redis.ask()).toBe(redis.known);
    return { client, redis };
  };

  it('is learnt by asking: a deadline is never later there than here, and hardly earlier', async () => {
    const { redis } = await learn();
    const offset = await redis.ask();
    // Both clocks are this machine's, so the true offset is known.
    const ours = Date.now() * 1_000 - redis.deadlineUs(performance.now(), offset);
    expect(ours).toBeGreaterThan(-2_000); // Date.now() is whole, and read before
    expect(ours).toBeLessThan(500_000);
  });

  it('turns our deadline into whole microseconds of Redis, rounded to the early side', () => {
    const redis = new RedisClock(openRedis({ url: server.url }).client, systemClock);
    expect(redis.deadlineUs(10.0009, { aheadMs: 1_000, learntAtMs: 0 })).toBe(1_010_000);
    expect(redis.deadlineUs(10, { aheadMs: -3, learntAtMs: 0 })).toBe(7_000);
  });

  it('is learnt from any answer that tells the time', async () => {
    const clock = new FakeClock();
    const { redis } = await learn(clock);
    const sentMs = clock.monotonicMs();
    clock.advance(4);
    const redisUs = 5_000_000;
    expect(redis.learn(sentMs, redisUs)).toEqual({
      aheadMs: 5_000 - clock.monotonicMs(),
      learntAtMs: clock.monotonicMs(),
    });
    expect(redis.known?.aheadMs).toBe(5_000 - clock.monotonicMs());
  });

  it('is forgotten when the connection closes, when told to, and when stopped, which leaves no listener', async () => {
    const { client, redis } = await learn();
    redis.forget();
    expect(redis.known).toBeUndefined();

    await redis.ask();
    client.disconnect(true);
    await expect.poll(() => redis.known, { timeout: 2_000 }).toBeUndefined();
    expect(await waitUntilReady(client, 5_000)).toBe(true);

    await redis.ask();
    redis.stop();
    expect(redis.known).toBeUndefined();
    const untouched = await connect({ url: server.url });
    for (const event of ['close', '-node'])
      expect(client.listenerCount(event)).toBe(untouched.listenerCount(event));
  });
});

describe('the clocks of a Cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());
  const timeCallsOf = (node: RedisClusterNode): Promise<number> => withNode(node, timeCalls);

  it('are asked where the key lives', async () => {
    const client = await connect({ nodes: cluster.urls });
    for (const [node, key] of cluster.keysOf('timed')) {
      const others = cluster.nodes.filter((other) => other !== node);
      const before = { here: await timeCallsOf(node), there: await Promise.all(others.map(timeCallsOf)) };
      const redis = new RedisClock(client, systemClock, key);
      const offset = await redis.ask();
      expect(Math.abs(redis.deadlineUs(performance.now(), offset) / 1_000 - Date.now())).toBeLessThan(500);
      expect(await timeCallsOf(node)).toBe(before.here + 1);
      expect(await Promise.all(others.map(timeCallsOf))).toEqual(before.there);
      redis.stop();
    }
  });

  it('are forgotten when the slot of the key has moved, and when a node is lost', async () => {
    const client = await connect({ nodes: cluster.urls });
    const key = 'timed-and-moved';
    const redis = new RedisClock(client, systemClock, key);
    await redis.ask();
    expect(redis.known).toBeDefined();
    const home = cluster.masterOf(key);
    const away = cluster.otherThan(home);
    await cluster.moveSlot(slotOf(key), home, away);
    await client.get(key); // now the client knows
    expect(redis.known).toBeUndefined();
    await redis.ask();
    expect(redis.known).toBeDefined();

    await away.restart();
    await expect.poll(() => redis.known, { timeout: 2_000 }).toBeUndefined();
    await cluster.untilOk();
  });

  it('need a key to tell whose clock is meant', async () => {
    const client = await connect({ nodes: cluster.urls });
    expect(() => new RedisClock(client, systemClock)).toThrow(InvalidOptionError);
    expect(() => new RedisClock(client, systemClock)).toThrow(/^key: expected/);
  });
});

describe('an answer of TIME', () => {
  it.each([
    [['1700000000', '123456'], 1_700_000_000_123_456],
    [[1_700_000_000, 0], 1_700_000_000_000_000],
  ])('%j is %d microseconds', (reply, us) => {
    expect(readTimeReply(reply)).toBe(us);
  });

  it.each([
    [undefined],
    ['canary'],
    [[]],
    [['1']],
    [['1', 'canary']],
    [['1', '-1']],
    [['1.5', '1']],
    [['', '1']],
  ])('is refused as %j, unquoted', (reply) => {
    expect(() => readTimeReply(reply)).toThrow(UnexpectedRedisReplyError);
    expect(() => readTimeReply(reply)).not.toThrow('canary');
  });
});
