import { describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis-server.js';
import { startTestDemo, type TestDemo } from './support/demo.js';

async function probe(demo: TestDemo, path: string): Promise<{ code: number; status: unknown }> {
  const response = await demo.get(path);
  // All four paths answer with a status.
  const { status } = (await response.json()) as { status: unknown };
  return { code: response.status, status };
}

describe('health of the demo', () => {
  it('is ok on all four paths once it has started', async () => {
    await using demo = await startTestDemo();
    await expect.poll(() => probe(demo, '/startupz')).toEqual({ code: 200, status: 'ok' });
    for (const path of ['/livez', '/readyz', '/health'])
      expect(await probe(demo, path)).toEqual({ code: 200, status: 'ok' });
  });

  it('is degraded but ready while the first provider refuses, and while Redis is gone; it still answers', async () => {
    await using redis = await startRedis();
    await using demo = await startTestDemo({ REDIS_URL: redis.url });
    await expect.poll(() => probe(demo, '/readyz')).toEqual({ code: 200, status: 'ok' });

    demo.simulator.fail('groq', { kind: 'rateLimit', retryAfter: '120' });
    await demo.post('/v1/query', { query: 'Who answers?' });
    await expect
      .poll(() => probe(demo, '/readyz'), { timeout: 5_000 })
      .toEqual({ code: 200, status: 'degraded' });

    await redis.stop();
    await expect
      .poll(async () => JSON.stringify(await (await demo.get('/health')).json()), { timeout: 5_000 })
      .toMatch(/"l2":"down"/);
    expect(await probe(demo, '/livez')).toEqual({ code: 200, status: 'ok' });
    expect((await demo.post('/v1/query', { query: 'And now?' })).status).toBe(200);
  });
});
