import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InvalidationLog } from '../../../libs/ai-cache/src/invalidation/invalidation-log.js';
import { Proof } from '../../../libs/ai-cache/src/invalidation/proof.js';
import { RedisLog } from '../../../libs/ai-cache/src/invalidation/redis.log.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { eventually } from './support/eventually.js';

const MOST_NAMES = 16;
const LOG = 'log:2:{t}:invalidations';

let server: RedisServer;
let redis: Redis;
let log: RedisLog;

beforeEach(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
  log = new RedisLog({
    client: redis,
    calls: { state: 'up', run: (_ms, call) => call(redis) },
    prefix: 'log',
    deadlineMs: 5_000,
    writeDeadlineMs: 5_000,
    leaseMs: 5_000,
    retentionMs: 3_600_000,
    mostNames: MOST_NAMES,
  });
  await log.open();
});

afterEach(async () => {
  log.close();
  redis.disconnect();
  await server.stop();
});

async function invalidate(...names: string[]): Promise<void> {
  const { acknowledged } = await log.invalidate('t', names);
  await acknowledged;
}

function commit(stamp: Awaited<ReturnType<InvalidationLog['capture']>>, ...names: string[]): Promise<string> {
  if (stamp === undefined) throw new Error('The log could not be asked.');
  return log.commit('t', stamp, names, { key: 'log:2:{t}:exact:x', bytes: 'x', lifetimeMs: 60_000 });
}

describe('the log in Redis', () => {
  it('stays within its bound, and takes what is older than it remembers for outdated', async () => {
    const first = await log.capture('t');
    expect(await commit(first, 'unrelated')).toBe('stored');
    for (let n = 0; n < 60; n++) {
      const before = await log.capture('t');
      await invalidate(`n${n}`);
      // Beside the names: life, position and floor.
      expect(await redis.zcard(LOG)).toBeLessThanOrEqual(MOST_NAMES + 3);
      expect(await commit(before, `n${n}`)).toBe('outdated');
      expect(await commit(before, 'unrelated')).toBe('stored');
    }
    expect(await commit(first, 'unrelated')).toBe('outdated');
    const now = await log.capture('t');
    for (let n = 0; n < 60; n++) expect(await commit(now, `n${n}`)).toBe('stored');
  });

  it('takes old records for outdated as well when another process reads them', async () => {
    const first = await log.capture('t');
    if (first === undefined) throw new Error('The log could not be asked.');
    for (let n = 0; n < 60; n++) await invalidate(`n${n}`);
    const other = new RedisLog({
      client: redis,
      calls: { state: 'up', run: (_ms, call) => call(redis) },
      prefix: 'log',
      deadlineMs: 5_000,
      writeDeadlineMs: 5_000,
      leaseMs: 5_000,
      retentionMs: 3_600_000,
    });
    expect((await other.verify('t', first, ['unrelated'])).kind).toBe('outdated');
    const now = await log.capture('t');
    expect(now && (await other.verify('t', now, ['unrelated'])).kind).toBe('current');
    other.close();
  });

  it('invalidates many names in one step though they are more than it may hold', async () => {
    const before = await log.capture('t');
    await invalidate(...Array.from({ length: 40 }, (_, n) => `n${n}`));
    for (let n = 0; n < 40; n++) expect(await commit(before, `n${n}`)).toBe('outdated');
    const after = await log.capture('t');
    expect(after).not.toEqual(before);
    for (let n = 0; n < 40; n++) expect(await commit(after, `n${n}`)).toBe('stored');
  });

  it('takes no harm from messages that are not its own', async () => {
    const stamp = await log.capture('t');
    const proof = new Proof(log.scope('t'), ['a'], stamp, 0);
    const channel = 'log:2:invalidated';
    for (const text of [
      '',
      ' ',
      'x',
      'a b t 7 9',
      'a b t 7 NaN a',
      'a b t 7 -1 a',
      '{"json":true}',
      'a b t 7 1.5 a',
    ]) {
      await redis.publish(channel, text);
    }
    await invalidate('b');
    await eventually(
      () => log.usage().heard,
      (heard) => heard === 1,
    );
    expect(proof.holds).toBe(true);
  });

  it('notices when invalidations are missing before one that comes', async () => {
    const stamp = await log.capture('t');
    const proof = new Proof(log.scope('t'), ['a'], stamp, 0);
    await redis.publish('log:2:invalidated', `x 1 t ${stamp?.life} ${(stamp?.n ?? 0) + 3} b`);
    await eventually(
      () => log.usage().gaps,
      (gaps) => gaps === 1,
    );
    expect(proof.holds).toBe(false);
    expect(proof.undisputed).toBe(true);
  });
});
