import { defineRateLimit } from '@hydrogenai/rate-limit';
import { Redis } from 'ioredis';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';
import { startRedis } from '../../support/redis-server.js';
import { startLimiterApp } from './support/limiter-app.js';

const reserver = fileURLToPath(new URL('support/reserver.ts', import.meta.url));

it('what a process holds when it is killed returns when its lease ends, and nothing is left of it', async () => {
  await using redis = await startRedis();
  await using app = await startLimiterApp({ redis: { url: redis.url } });
  const tokens = defineRateLimit({ name: 'tokens', limit: 10_000, per: '30d', deadlineMs: 1_000 });
  const child = await runTypeScript(reserver, { args: [redis.url] });
  expect(await child.waitForLine(/^reserved/)).toBe('reserved: true');
  await child.kill();

  const refused = await app.limiter.consume(tokens, 'somebody', { cost: 7_000 });
  expect(refused).toMatchObject({ allowed: false, remaining: 6_000 });
  const retryAfterMs = refused.allowed ? Number.NaN : refused.retryAfterMs;
  expect(retryAfterMs).toBeGreaterThan(0);
  expect(retryAfterMs).toBeLessThanOrEqual(1_500);

  await expect
    .poll(async () => (await app.limiter.consume(tokens, 'somebody', { cost: 7_000 })).allowed, {
      timeout: 5_000,
    })
    .toBe(true);
  expect(await app.limiter.consume(tokens, 'somebody', { cost: 3_000 })).toMatchObject({
    allowed: true,
    remaining: 0,
  });
  const admin = new Redis(redis.url);
  const keys = await admin.keys('*');
  expect(keys).toHaveLength(1);
  expect(await admin.strlen(keys[0] ?? '')).toBe(24);
  admin.disconnect();
});
