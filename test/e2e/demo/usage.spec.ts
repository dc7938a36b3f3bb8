import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis-server.js';
import { startTestDemo, type TestDemo } from './support/demo.js';
import { problemsOf } from './support/problems.js';

const HOUR_MS = 3_600_000;

interface Usage {
  readonly from: number;
  readonly to: number;
  readonly source: string;
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
}

async function usageOf(demo: TestDemo, query = ''): Promise<Usage> {
  const response = await demo.get(`/v1/usage${query}`);
  expect(response.status).toBe(200);
  // The documented shape, which the expectations check field by field.
  return (await response.json()) as Usage;
}

async function costOf(response: Response): Promise<number | null> {
  expect(response.status).toBe(200);
  return ((await response.json()) as { cost: number | null }).cost;
}

describe('what answers cost', () => {
  it('is in each answer in whole micro-dollars, and their sum is in the usage; stored answers cost nothing', async () => {
    await using demo = await startTestDemo();
    const costs = [
      await costOf(await demo.post('/v1/query', { query: 'one', sessionId: 'session-0001' })),
      await costOf(
        await demo.post('/v1/query', { query: 'two', preferences: { modelPreferences: ['openai'] } }),
      ),
    ];
    expect(costs.every((cost) => Number.isInteger(cost) && Number(cost) > 0)).toBe(true);
    expect(await costOf(await demo.post('/v1/query', { query: 'one' }))).toBe(0);

    const total = costs.reduce<number>((sum, cost) => sum + Number(cost), 0);
    expect((await usageOf(demo)).rows).toMatchObject([{ attempts: 2, costMicroDollars: total, unpriced: 0 }]);
    expect((await usageOf(demo, '?by=provider,model')).rows).toMatchObject([
      { provider: 'openai', model: 'gpt-5.4-mini', attempts: 1, costMicroDollars: costs[1] },
      { provider: 'groq', model: 'openai/gpt-oss-120b', attempts: 1, costMicroDollars: costs[0] },
    ]);
  });

  it('is null, and counted as unpriced, where the price is not known', async () => {
    await using demo = await startTestDemo();
    const preferences = { modelPreferences: ['anthropic'] };
    expect(await costOf(await demo.post('/v1/query', { query: 'q', preferences }))).toBeNull();
    expect((await usageOf(demo)).rows).toMatchObject([{ attempts: 1, costMicroDollars: 0, unpriced: 1 }]);
  });

  it('is known of every answer of the simulator that the demo starts by itself', async () => {
    await using demo = await startTestDemo({
      GROQ_API_KEY: '',
      OPENAI_API_KEY: '',
      ANTHROPIC_API_KEY: '',
      SIMULATOR_LATENCY_MS: '0',
    });
    for (const provider of ['groq', 'openai', 'anthropic']) {
      for (const model of ['chat', 'smart']) {
        const preferences = { model, modelPreferences: [provider] };
        expect(await costOf(await demo.post('/v1/query', { query: 'q', preferences }))).toBeGreaterThan(0);
      }
    }
  });

  it('can be told apart by endpoint, and says no more of who asks', async () => {
    await using demo = await startTestDemo();
    await demo.post('/v1/query', { query: 'one', sessionId: 'canary-session' });
    await (await demo.post('/v1/query/stream', { query: 'two' })).text();
    const usage = await usageOf(demo, '?by=feature&by=user');
    expect(usage.rows.map(({ feature, user }) => ({ feature, user }))).toEqual(
      expect.arrayContaining([
        { feature: 'query', user: null },
        { feature: 'stream', user: null },
      ]),
    );
    expect(JSON.stringify(usage)).not.toContain('canary');
  });

  it('is the sum of all processes that share Redis, and outlives them', async () => {
    await using redis = await startRedis();
    const env = { REDIS_URL: redis.url };
    for (const query of ['one', 'two']) {
      await using demo = await startTestDemo(env);
      await costOf(await demo.post('/v1/query', { query }));
    }
    await using next = await startTestDemo(env);
    expect(await usageOf(next)).toMatchObject({ source: 'store', rows: [{ attempts: 2 }] });
  });
});

describe('the range of a usage query', () => {
  let demo: TestDemo;
  beforeAll(async () => {
    demo = await startTestDemo();
    await demo.post('/v1/query', { query: 'q' });
  });
  afterAll(async () => {
    await demo[Symbol.asyncDispose]();
  });

  it('is of whole hours, of today unless told otherwise', async () => {
    const { from, to, source, rows } = await usageOf(demo);
    expect(new Date(from).toISOString()).toMatch(/T00:00:00\.000Z$/);
    expect(to % HOUR_MS).toBe(0);
    expect({ source, rows }).toMatchObject({ source: 'process', rows: [{ attempts: 1 }] });
  });

  it('takes dates, times and ms, and a date as a whole day', async () => {
    const day = { from: Date.UTC(2026, 0, 2), to: Date.UTC(2026, 0, 3), rows: [] };
    expect(await usageOf(demo, '?from=2026-01-02&to=2026-01-02')).toMatchObject(day);
    expect(await usageOf(demo, `?from=${day.from}&to=2026-01-02T23:30:00Z`)).toMatchObject(day);
    expect(await usageOf(demo, '?from=2026-01-02T01:00:00%2B01:00&to=2026-01-02')).toMatchObject(day);
  });

  it.each([
    { query: 'by=colour', field: 'by' },
    { query: 'by=', field: 'by' },
    { query: 'by=provider,', field: 'by' },
    { query: 'by=provider,provider', field: 'by' },
    { query: 'by=__proto__', field: 'by' },
    { query: 'from=', field: 'from' },
    { query: 'from=yesterday', field: 'from' },
    { query: 'from=2026-02-30', field: 'from' },
    { query: 'from=2026-01-01T00:00:00', field: 'from' },
    { query: 'from=2026-01-01&from=2026-01-02', field: 'from' },
    { query: 'from=2026-01-02&to=2026-01-01', field: 'from' },
    { query: 'from=2999-01-01', field: 'from' },
    { query: 'to=1e12', field: 'to' },
    { query: 'to=-1', field: 'to' },
    { query: 'limit=5', field: 'limit' },
    { query: 'by[provider]=1', field: '(a name of 12 characters)' },
  ])('?$query is a 400 that names $field and the rule', async ({ query, field }) => {
    const response = await demo.get(`/v1/usage?${query}`);
    expect(response.status).toBe(400);
    expect((await problemsOf(response)).map((problem) => problem.field)).toContain(field);
  });
});
