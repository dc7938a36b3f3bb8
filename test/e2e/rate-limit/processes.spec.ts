import { Redis } from 'ioredis';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';
import { startRedis } from '../../support/redis-server.js';

const consumer = fileURLToPath(new URL('support/consumer.ts', import.meta.url));
const PROCESSES = 8;
const CALLS = 5_000;
const REPEATS = 20;

interface Counts {
  readonly admitted: number;
  readonly rejected: number;
  readonly withoutStore: number;
}

describe('a limit of 1,000 shared by processes', () => {
  it('admits exactly 1,000 of 8 x 5,000 simultaneous calls, 20 times over, and every key expires', async () => {
    await using redis = await startRedis();
    const children = await Promise.all(
      Array.from({ length: PROCESSES }, () =>
        runTypeScript(consumer, { args: [redis.url, String(CALLS), String(REPEATS)] }),
      ),
    );
    const fleet = await Promise.all(
      children.map(async (child) => {
        // Each ends by itself.
        expect(await child.endsWithin(100_000)).toEqual({ code: 0, signal: null });
        return JSON.parse(child.stdout) as Counts[];
      }),
    );
    for (let round = 0; round < REPEATS; round++) {
      const sum = (kind: keyof Counts): number =>
        fleet.reduce((total, rounds) => total + (rounds[round]?.[kind] ?? Number.NaN), 0);
      expect({
        admitted: sum('admitted'),
        rejected: sum('rejected'),
        withoutStore: sum('withoutStore'),
      }).toEqual({ admitted: 1_000, rejected: PROCESSES * CALLS - 1_000, withoutStore: 0 });
    }

    const client = new Redis(redis.url);
    const keys = (await client.keys('*')).filter((key) => !key.includes('warm-up'));
    expect(keys).toHaveLength(REPEATS);
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(0);
    client.disconnect();
  }, 120_000);
});
