import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '@hydrogenai/common';
import { collectFacts } from '@hydrogenai/common/testing';
import { aiBoard } from '@hydrogenai/ai-provider';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MemoryBoard } from '../../../libs/ai-provider/src/health/board/memory.board.js';
import { openBoard } from '../../../libs/ai-provider/src/health/board/open-board.js';
import type { SharedBoard } from '../../../libs/ai-provider/src/health/board/shared-board.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { describeBoard } from './support/board-contract.js';

let redis: RedisServer;
let client: Redis;
let prefixes = 0;
let prefix = '';

beforeAll(async () => {
  redis = await startRedis();
  client = new Redis(redis.url);
});
afterAll(async () => {
  client.disconnect();
  await redis.stop();
});
const newPrefix = (): string => (prefix = `board-${(prefixes += 1)}`);
const open = (): Promise<SharedBoard> => openBoard({ redis: { url: redis.url }, prefix }, systemClock);

describeBoard('of one process', async () => new MemoryBoard(systemClock));
describeBoard('on Redis', () => {
  newPrefix();
  return open();
});

describe('two processes with one board', () => {
  let boards: SharedBoard[] = [];
  beforeEach(async () => {
    newPrefix();
    boards = [await open(), await open()];
  });
  afterEach(async () => {
    redis.thaw();
    await Promise.all(boards.map((board) => board.close()));
  });
  const pair = (): readonly [SharedBoard, SharedBoard] => {
    const [one, other] = boards;
    if (!one || !other) throw new Error('there are two');
    return [one, other];
  };
  const put = (
    board: SharedBoard,
    key: string,
    forMs = 60_000,
    keep: 'latest' | 'longest' = 'latest',
  ): void => board.put({ key, forMs, value: { n: 1 }, keep });

  it('tell each other what begins and what ends', async () => {
    const [one, other] = pair();
    put(one, 'a', 5_000);
    put(one, 'b', Infinity);
    await expect.poll(() => other.list('').length, { timeout: 5_000 }).toBe(2);
    expect(other.get('a')?.endsAtMs).toBeGreaterThan(systemClock.monotonicMs());
    expect(other.get('a')?.endsAtMs).toBeLessThanOrEqual((one.get('a')?.endsAtMs ?? 0) + 1_000);
    expect(other.get('b')?.endsAtMs).toBe(Infinity);
    other.remove('b');
    await expect.poll(() => one.get('b'), { timeout: 5_000 }).toBeUndefined();
    expect(one.get('a')).toBeDefined();
  });

  it('keep the longest of two pauses, whoever learnt of it', async () => {
    const [one, other] = pair();
    put(one, 'a', 30_000, 'longest');
    put(other, 'a', 90_000, 'longest');
    put(one, 'b', 90_000, 'longest');
    while ((await client.hexists(`{${prefix}}:board`, 'b')) === 0) await nextTurn();
    put(other, 'b', 30_000, 'longest');
    const left = (board: SharedBoard, key: string): number =>
      (board.get(key)?.endsAtMs ?? 0) - systemClock.monotonicMs();
    const shortest = (): number =>
      Math.min(...boards.flatMap((board) => ['a', 'b'].map((key) => left(board, key))));
    await expect.poll(shortest, { timeout: 5_000 }).toBeGreaterThan(60_000);
  });

  it('have a right one at a time, and renew it while they live', async () => {
    const [one, other] = pair();
    const [here, there] = await Promise.all([one.lease('x'), other.lease('x')]);
    expect([here, there].filter(Boolean)).toHaveLength(1);
    const key = `{${prefix}}:probe:x`;
    expect(await client.pttl(key)).toBeLessThanOrEqual(5_000);
    await client.pexpire(key, 2_000);
    await expect.poll(() => client.pttl(key), { timeout: 5_000 }).toBeGreaterThan(2_500);
    (here ?? there)?.release();
    await expect.poll(() => client.exists(key)).toBe(0);
    expect(await (here ? other : one).lease('x')).toBeDefined();
  });

  it('agree in the end, whatever both have put and removed at the same time', async () => {
    const change = fc.record({
      who: fc.nat({ max: 1 }),
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      what: fc.constantFrom('latest' as const, 'longest' as const, 'remove' as const),
      forMs: fc.constantFrom(30_000, 60_000, Infinity),
    });
    const known = (board: SharedBoard) =>
      board
        .list('')
        .map(({ key, endsAtMs }) => `${key} ${Math.round((endsAtMs - systemClock.monotonicMs()) / 10_000)}`)
        .toSorted();
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 10, maxLength: 40 }), async (changes) => {
        for (const { who, key, what, forMs } of changes) {
          const board = pair()[who === 0 ? 0 : 1];
          if (what === 'remove') board.remove(key);
          else put(board, key, forMs, what);
          if (forMs === 30_000) await nextTurn();
        }
        const agree = async (): Promise<boolean> => {
          const onRedis = await client.hgetall(`{${prefix}}:board`);
          // Fields of the board itself begin with @, and what was removed has no value.
          const there = Object.entries(onRedis)
            .filter(([key, value]) => !key.startsWith('@') && !value.endsWith(' '))
            .map(([key]) => key);
          const [here, elsewhere] = [known(pair()[0]), known(pair()[1])];
          const keys = here.map((entry) => entry.split(' ')[0]);
          return here.join() === elsewhere.join() && there.toSorted().join() === keys.join();
        };
        await expect.poll(agree, { timeout: 5_000 }).toBe(true);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  it('put back what they know when Redis has lost it, and not what one of them has ended meanwhile', async () => {
    const [one, other] = pair();
    put(one, 'kept', Infinity);
    put(other, 'ended', Infinity);
    await expect.poll(() => boards.map((board) => board.list('').length), { timeout: 5_000 }).toEqual([2, 2]);
    redis.freeze();
    one.remove('ended');
    expect(one.get('ended')).toBeUndefined();
    redis.thaw();
    await client.del(`{${prefix}}:board`);
    const known = (board: SharedBoard): readonly string[] => board.list('').map(({ key }) => key);
    await expect.poll(() => boards.map(known), { timeout: 5_000 }).toEqual([['kept'], ['kept']]);
    await expect.poll(() => client.hexists(`{${prefix}}:board`, 'kept'), { timeout: 5_000 }).toBe(1);
  });

  it('give up what has been ended in a new life of the board, before they could put it back', async () => {
    const [one] = pair();
    const board = `{${prefix}}:board`;
    put(one, 'ended', Infinity);
    await expect.poll(() => client.hexists(board, 'ended'), { timeout: 5_000 }).toBe(1);
    const removed = `${Date.now() + 600_000} `;
    await client.multi().del(board).hset(board, { '@epoch': 'new', '@version': 1, ended: removed }).exec();
    await expect
      .poll(() => boards.map((each) => each.get('ended')), { timeout: 5_000 })
      .toEqual([undefined, undefined]);
    expect(await client.hget(board, 'ended')).toBe(removed);
  });

  it('go on by themselves while Redis hangs, tell it once, and catch up', async () => {
    using collector = collectFacts(aiBoard);
    const [one, other] = pair();
    redis.freeze();
    put(one, 'a');
    expect(one.get('a')).toBeDefined();
    const events = (): readonly string[] => collector.facts.map(({ event }) => event);
    await expect.poll(events, { timeout: 10_000 }).toEqual(['degraded', 'degraded']);
    expect(collector.facts[0]).toMatchObject({ prefix, reason: 'timeout' });
    // Without Redis each has a right of its own, at once.
    expect([one.lease('x'), other.lease('x')].every((lease) => lease && !(lease instanceof Promise))).toBe(
      true,
    );
    redis.thaw();
    await expect.poll(() => other.get('a'), { timeout: 10_000 }).toBeDefined();
    await expect
      .poll(events, { timeout: 10_000 })
      .toEqual(['degraded', 'degraded', 'recovered', 'recovered']);
  });

  it('are known to one that starts later, from its first moment', async () => {
    const [one] = pair();
    put(one, 'a', Infinity);
    await expect.poll(() => client.hexists(`{${prefix}}:board`, 'a'), { timeout: 5_000 }).toBe(1);
    const late = await open();
    boards.push(late);
    expect(late.get('a')).toBeDefined();
  });

  it('leave nothing on Redis for ever, unless it is without an end', async () => {
    const [one] = pair();
    const board = `{${prefix}}:board`;
    put(one, 'a', 60_000);
    await expect.poll(() => client.hexists(board, 'a'), { timeout: 5_000 }).toBe(1);
    expect(await client.pttl(board)).toBeLessThanOrEqual(60_000 + 86_400_000);
    expect(await client.pttl(board)).toBeGreaterThan(60_000);
    put(one, 'b', Infinity);
    await expect.poll(() => client.hexists(board, 'b'), { timeout: 5_000 }).toBe(1);
    expect(await client.pttl(board)).toBe(-1);
  });
});

describe('a process whose Redis is not there', () => {
  it('starts all the same', async () => {
    const board = await openBoard({ redis: { url: 'redis://127.0.0.1:1' }, prefix: 'nowhere' }, systemClock);
    board.put({ key: 'a', forMs: 1_000, value: {}, keep: 'latest' });
    expect(board.get('a')).toBeDefined();
    await board.close();
  });
});
