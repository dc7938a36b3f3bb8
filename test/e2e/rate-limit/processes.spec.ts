import { Redis } from 'ioredis';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';
import { startRedis } from '../../support/redis-server.js';

const consumer = fileURLToPath(new URL('support/consumer.ts', import.meta.url));

describe('a limit shared by processes', () => {
  it('admits exactly 200 of 4 x 1,000 simultaneous calls, and each process ends by itself', async () => {
    await using redis = await startRedis();
    const children = await Promise.all(
      Array.from({ length: 4 }, () => runTypeScript(consumer, { args: [redis.url, '1000'] })),
    );
    const counts = await Promise.all(
      children.map(async (child) => {
        expect(await child.endsWithin(40_000)).toEqual({ code: 0, signal: null });
        return JSON.parse(child.stdout) as { admitted: number; rejected: number; withoutStore: number };
      }),
    );
    const sum = (kind: keyof (typeof counts)[number]): number =>
      counts.reduce((total, count) => total + count[kind], 0);
    expect({
      admitted: sum('admitted'),
      rejected: sum('rejected'),
      withoutStore: sum('withoutStore'),
    }).toEqual({
      admitted: 200,
      rejected: 3_800,
      withoutStore: 0,
    });

    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    expect(keys).toHaveLength(1);
    expect(await client.pttl(keys[0] ?? '')).toBeGreaterThan(0);
    client.disconnect();
  }, 60_000);
});
