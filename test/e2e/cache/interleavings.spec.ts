import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Keeper } from '../../../libs/ai-cache/src/engine/keeper.js';
import { RedisLog } from '../../../libs/ai-cache/src/invalidation/redis.log.js';
import { runTypeScript } from '../../support/child-process.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { Racer, type Report } from './support/racer.js';
import { staleReads, type History } from './support/staleness.js';

const PROCESSES = 3;
/** Steps of all processes together: half of them change the source and invalidate, half of them read. */
const STEPS = 20_400;

let server: RedisServer;
let redis: Redis;

beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});

afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

/** Racers in processes of their own. */
async function race(steps: number): Promise<Report[]> {
  await redis.flushall();
  const script = join(import.meta.dirname, 'support/racer-process.ts');
  const args = [server.url, String(Math.ceil(steps / PROCESSES))];
  await using stack = new AsyncDisposableStack();
  const racers = await Promise.all(
    Array.from({ length: PROCESSES }, async () => stack.use(await runTypeScript(script, { args }))),
  );
  await Promise.all(racers.map((racer) => racer.waitForLine(/^ready$/, 40_000)));
  await redis.rpush('go', ...racers.map(() => 'go'));
  const lines = await Promise.all(racers.map((racer) => racer.waitForLine(/^\{"reads"/, 60_000)));
  return lines.map((line) => JSON.parse(line) as Report);
}

/** The same in this process, where a fault can be planted. */
async function raceHere(steps: number): Promise<Report[]> {
  await redis.flushall();
  await using stack = new AsyncDisposableStack();
  const racers: Racer[] = [];
  for (let n = 0; n < PROCESSES; n++) racers.push(stack.use(await Racer.start(server.url)));
  await redis.rpush('go', ...racers.map(() => 'go'));
  return await Promise.all(racers.map((racer) => racer.run(Math.ceil(steps / PROCESSES))));
}

/** The commit compares with a position of the log that the factory had not seen: as good as no comparison. */
function plantLateStamp(): Disposable {
  const logs = new Set<RedisLog>();
  const { capture } = RedisLog.prototype;
  const capturing = vi.spyOn(RedisLog.prototype, 'capture').mockImplementation(function (
    this: RedisLog,
    tenant,
  ) {
    logs.add(this);
    return capture.call(this, tenant);
  });
  const { keep } = Keeper.prototype;
  const keeping = vi.spyOn(Keeper.prototype, 'keep').mockImplementation(async function (
    this: Keeper,
    address,
    answer,
  ) {
    const stamps = await Promise.all([...logs].map((log) => log.capture(address.tenant)));
    const newest = Math.max(...stamps.map((stamp) => stamp?.n ?? 0));
    return keep.call(this, address, { ...answer, stamp: answer.stamp && { ...answer.stamp, n: newest } });
  });
  return {
    [Symbol.dispose]: () => {
      capturing.mockRestore();
      keeping.mockRestore();
    },
  };
}

describe('10,000 invalidations by key, tag and namespace, among loads and reads of 3 processes', () => {
  it('never leave a stale answer to who asks after they are acknowledged', async () => {
    const reports = await race(STEPS);
    expect(staleReads(reports)).toEqual([]);
    const all = (count: (report: Report) => number): number =>
      reports.reduce((sum, report) => sum + count(report), 0);
    expect(all(({ changes }) => changes.length)).toBeGreaterThan(9_800);
    expect(all(({ reads }) => reads.length)).toBeGreaterThan(9_800);
    // It did race: answers were outdated while they were computed, others were kept and served from every tier.
    expect(all(({ outdated }) => outdated)).toBeGreaterThan(100);
    expect(all(({ stores }) => stores)).toBeGreaterThan(100);
    for (const tier of ['l1', 'l2', 'flight'] as const) {
      expect(all(({ hits }) => hits[tier])).toBeGreaterThan(100);
    }
  }, 120_000);

  it('would be found to leave stale answers if a computation were compared with a later position of the log', async () => {
    using _fault = plantLateStamp();
    expect(staleReads(await raceHere(1_500)).length).toBeGreaterThan(0);
  });

  it('are not found to do so in the same place without that fault', async () => {
    expect(staleReads(await raceHere(1_500))).toEqual([]);
  });
});

describe('the checker', () => {
  const change = { key: 1, version: 2, acknowledgedNs: 10 };
  const found = (...reads: History['reads']): unknown[] =>
    staleReads([
      { reads, changes: [] },
      { reads: [], changes: [change, { ...change, version: 1, acknowledgedNs: 20 }] },
    ]);

  it('finds an older version in what was asked for later, and only there', () => {
    expect(found({ key: 1, version: 1, askedNs: 11 })).toMatchObject([{ version: 1, expected: 2 }]);
    expect(found({ key: 1, version: 1, askedNs: 10 })).toEqual([]);
    expect(found({ key: 1, version: 2, askedNs: 30 })).toEqual([]);
    expect(found({ key: 1, version: 1, askedNs: 30 })).toHaveLength(1);
    expect(found({ key: 2, version: 0, askedNs: 30 })).toEqual([]);
  });
});
