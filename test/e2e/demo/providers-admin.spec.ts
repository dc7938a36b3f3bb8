import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis-server.js';
import { startTestDemo, type TestDemo } from './support/demo.js';
import { problemsOf } from './support/problems.js';

const A_NUMBER: unknown = expect.any(Number);

async function bodyOf(response: Response, status = 200): Promise<unknown> {
  expect(response.status).toBe(status);
  return response.json();
}

describe('draining a provider', () => {
  it('takes it out of all routes until it is resumed, and everybody sees why', async () => {
    await using demo = await startTestDemo();
    const drain = { target: 'groq', reason: 'maintenance', forMs: 60_000 };
    const inForce = {
      target: 'groq',
      reason: 'maintenance',
      by: 'demo-operator',
      since: A_NUMBER,
      until: A_NUMBER,
    };
    expect(await bodyOf(await demo.post('/v1/providers/drain', drain))).toEqual({ drains: [inForce] });

    expect(await bodyOf(await demo.post('/v1/query', { query: 'Who answers?' }))).toMatchObject({
      providerUsed: 'openai',
      routing: { reason: 'groq drained by an operator' },
    });
    expect(demo.simulator.hits('groq')).toBe(0);
    expect(await bodyOf(await demo.get('/v1/providers'))).toMatchObject({
      drains: [inForce],
      providers: [{ provider: 'groq', state: 'drained' }, { state: 'ready' }, { state: 'ready' }],
    });
    // Drained is meant, so the instance is well.
    await expect
      .poll(async () => bodyOf(await demo.get('/health')), { timeout: 5_000 })
      .toMatchObject({
        status: 'ok',
        details: { 'ai-providers': { status: 'up', parts: { groq: 'drained' } } },
      });

    const over = { target: 'groq', reason: 'done' };
    expect(await bodyOf(await demo.post('/v1/providers/resume', over))).toEqual({ drains: [] });
    expect(await bodyOf(await demo.post('/v1/providers/resume', over))).toEqual({ drains: [] });
    expect(await bodyOf(await demo.post('/v1/query', { query: 'And now?' }))).toMatchObject({
      providerUsed: 'groq',
    });
  });

  it('of all providers is a 503 that nobody is asked for, and health says that nobody answers', async () => {
    await using demo = await startTestDemo();
    for (const target of ['groq', 'openai', 'anthropic']) {
      await bodyOf(await demo.post('/v1/providers/drain', { target, reason: 'all out' }));
    }
    expect(await bodyOf(await demo.post('/v1/query', { query: 'q' }), 503)).toMatchObject({
      code: 'AI_ALL_PROVIDERS_FAILED',
      details: { attempts: [] },
    });
    expect(demo.simulator.hits()).toBe(0);
    await expect
      .poll(async () => bodyOf(await demo.get('/health')), { timeout: 5_000 })
      .toMatchObject({ status: 'degraded', details: { 'ai-providers': { status: 'down' } } });
  });

  it('is seen by the other processes of one Redis', async () => {
    await using redis = await startRedis();
    await using one = await startTestDemo({ REDIS_URL: redis.url });
    await using other = await startTestDemo({ REDIS_URL: redis.url });
    await bodyOf(await one.post('/v1/providers/drain', { target: 'openai', reason: 'shared' }));
    await expect
      .poll(async () => bodyOf(await other.get('/v1/providers')), { timeout: 5_000 })
      .toMatchObject({ drains: [{ target: 'openai', reason: 'shared' }] });
  });
});

describe('GET /v1/providers', () => {
  it('shows the models, how each lane stands and went, and what is known of its limits', async () => {
    await using demo = await startTestDemo();
    await bodyOf(await demo.post('/v1/query', { query: 'q' }));
    expect(await bodyOf(await demo.get('/v1/providers'))).toMatchObject({
      source: 'real',
      models: [
        {
          name: 'chat',
          candidates: ['groq/openai/gpt-oss-120b', 'openai/gpt-5.4-mini', 'anthropic/claude-haiku-5-5'],
        },
        { name: 'smart' },
        { name: 'auto' },
      ],
      providers: [
        {
          provider: 'groq',
          state: 'ready',
          lanes: [{ lane: 'groq/openai/gpt-oss-120b', state: { state: 'ready' } }],
          models: [{ attempts: 1, answered: 1, latencyMs: { p50: A_NUMBER, p95: A_NUMBER }, errorShare: 0 }],
        },
        { provider: 'openai' },
        { provider: 'anthropic' },
      ],
      limits: [
        {
          lane: 'groq/openai/gpt-oss-120b',
          limits: [{ name: 'requestsPerDay', source: 'learned', remaining: A_NUMBER }],
          waiting: 0,
        },
        {},
        {},
        {},
        {},
      ],
      switches: [],
      drains: [],
    });
  });
});

describe('POST /v1/query/explain', () => {
  it('says who would be asked, at what price, and asks nobody', async () => {
    await using demo = await startTestDemo();
    const query = 'Write a function in Python that sorts a list of names';
    const explained = await bodyOf(
      await demo.post('/v1/query/explain', { query, preferences: { model: 'auto', maxTokens: 200_000 } }),
    );
    expect(explained).toMatchObject({
      model: 'smart',
      reason: expect.stringContaining('chosen by type code') as unknown,
      candidates: [
        {
          candidate: 'anthropic/claude-sonnet-5-5',
          state: { state: 'ready' },
          estimatedCost: A_NUMBER,
          waitMs: 0,
        },
        { candidate: 'openai/gpt-5.4' },
      ],
      leftOut: [
        {
          candidate: 'groq/openai/gpt-oss-120b',
          reasons: [expect.stringContaining('its context holds 131072 tokens') as unknown],
        },
      ],
    });
    expect(demo.simulator.hits()).toBe(0);
    expect(
      await bodyOf(await demo.post('/v1/query', { query, preferences: { model: 'auto' } })),
    ).toMatchObject({
      routing: { model: 'smart', chosen: 'anthropic/claude-sonnet-5-5' },
    });
  });
});

describe('a question that cannot be answered as configured', () => {
  it('is a 422 that lists each candidate and why when none can serve it', async () => {
    await using demo = await startTestDemo({ OPENAI_API_KEY: '', ANTHROPIC_API_KEY: '' });
    const response = await demo.post('/v1/query', { query: 'canary', preferences: { maxTokens: 200_000 } });
    const body = await bodyOf(response, 422);
    expect(body).toEqual({
      code: 'AI_NO_FIT_CANDIDATE',
      message: expect.stringContaining('groq/openai/gpt-oss-120b') as unknown,
      correlationId: response.headers.get('x-correlation-id'),
      retryable: false,
      details: {
        model: 'chat',
        candidates: [{ candidate: 'groq/openai/gpt-oss-120b', reasons: [expect.any(String)] }],
      },
    });
    expect(JSON.stringify(body)).not.toContain('canary');
    expect(demo.simulator.hits()).toBe(0);
  });

  it('is a 429 that names the budget when the day has no money left, and costs nothing', async () => {
    await using demo = await startTestDemo({ DAILY_BUDGET_DOLLARS: '0.0001' });
    const dear = { query: 'q', preferences: { maxTokens: 1_000 } };
    expect(await bodyOf(await demo.post('/v1/query', dear), 429)).toMatchObject({
      code: 'AI_BUDGET_EXCEEDED',
      retryable: false,
      details: { budget: 'day', per: 'total', reason: 'too_dear' },
    });
    expect(demo.simulator.hits()).toBe(0);

    const cheap = (query: string) => demo.post('/v1/query', { query, preferences: { maxTokens: 100 } });
    expect(await bodyOf(await cheap('one'))).toMatchObject({ providerUsed: 'groq', cost: A_NUMBER });
    const refused = await cheap('another');
    expect(await bodyOf(refused, 429)).toMatchObject({
      retryable: true,
      retryAfterMs: A_NUMBER,
      details: { reason: 'spent' },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(demo.simulator.hits()).toBe(1);
  });
});

describe('bad input of operators', () => {
  let demo: TestDemo;
  beforeAll(async () => {
    demo = await startTestDemo();
  });
  afterAll(async () => {
    await demo[Symbol.asyncDispose]();
  });

  it.each([
    { path: 'drain', name: 'no target', body: { reason: 'r' }, field: 'target' },
    { path: 'drain', name: 'a target that is a number', body: { target: 5, reason: 'r' }, field: 'target' },
    {
      path: 'drain',
      name: 'a target of 201 characters',
      body: { target: 'x'.repeat(201), reason: 'r' },
      field: 'target',
    },
    { path: 'drain', name: 'no reason', body: { target: 'groq' }, field: 'reason' },
    { path: 'drain', name: 'a reason of spaces', body: { target: 'groq', reason: '  ' }, field: 'reason' },
    { path: 'drain', name: 'a time of 0', body: { target: 'groq', reason: 'r', forMs: 0 }, field: 'forMs' },
    {
      path: 'drain',
      name: 'a time that is a text',
      body: { target: 'groq', reason: 'r', forMs: '1h' },
      field: 'forMs',
    },
    {
      path: 'drain',
      name: 'more than a day',
      body: { target: 'groq', reason: 'r', forMs: 86_400_001 },
      field: 'forMs',
    },
    { path: 'drain', name: 'an unknown field', body: { target: 'groq', reason: 'r', by: 'me' }, field: 'by' },
    { path: 'resume', name: 'no target', body: { reason: 'r' }, field: 'target' },
    { path: 'resume', name: 'no reason', body: { target: 'groq' }, field: 'reason' },
    { path: 'resume', name: 'a time', body: { target: 'groq', reason: 'r', forMs: 5 }, field: 'forMs' },
    { path: 'switch', name: 'no provider', body: { reason: 'r' }, field: 'provider' },
    { path: 'switch', name: 'a reason of spaces', body: { provider: 'groq', reason: ' ' }, field: 'reason' },
    {
      path: 'switch',
      name: 'a time of 1.5',
      body: { provider: 'groq', reason: 'r', forMs: 1.5 },
      field: 'forMs',
    },
  ])('$path with $name is a 400 that names $field and the rule', async ({ path, body, field }) => {
    const response = await demo.post(`/v1/providers/${path}`, body);
    expect(response.status).toBe(400);
    expect((await problemsOf(response)).map((problem) => problem.field)).toContain(field);
  });

  it.each([
    { path: 'providers/drain', body: { target: 'grok', reason: 'r' }, meant: '"groq"' },
    { path: 'providers/resume', body: { target: 'opena', reason: 'r' }, meant: '"openai"' },
    { path: 'providers/switch', body: { provider: 'grok', reason: 'r' }, meant: '"groq"' },
    { path: 'providers/switch', body: { provider: 'groq', model: 'chatt', reason: 'r' }, meant: '"chat"' },
    { path: 'query', body: { query: 'q', preferences: { model: 'smrt' } }, meant: '"smart"' },
    { path: 'query/stream', body: { query: 'q', preferences: { model: 'smrt' } }, meant: '"smart"' },
    { path: 'query/explain', body: { query: 'q', preferences: { model: 'smrt' } }, meant: '"smart"' },
  ])(
    '$path with a name that nobody has tells the known ones and the nearest, $meant',
    async ({ path, body, meant }) => {
      expect(await bodyOf(await demo.post(`/v1/${path}`, body), 400)).toMatchObject({
        code: 'AI_UNKNOWN_NAME',
        message: expect.stringContaining(`did you mean ${meant}`) as unknown,
        details: { known: expect.any(Array) as unknown },
      });
    },
  );

  it('a name that could do harm in a log is not repeated', async () => {
    const response = await demo.post('/v1/providers/drain', { target: '<script>', reason: 'r' });
    expect(JSON.stringify(await bodyOf(response, 400))).not.toContain('<script>');
  });

  it('changes nothing', async () => {
    expect(await bodyOf(await demo.get('/v1/providers'))).toMatchObject({ drains: [], switches: [] });
  });
});
