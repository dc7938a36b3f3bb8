import type { QueryResponse } from '@hydrogenai/common/models';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis-server.js';
import { readEvents, type ServerEvent } from './support/events.js';
import { startTestDemo } from './support/demo.js';

const FRANCE = { query: 'What is the capital of France?' };

/** All that was said, whatever the pieces. */
function textOf(events: readonly ServerEvent[]): string {
  return events.map(({ event, data }) => (event === 'text' ? String(data['text']) : '')).join('');
}

async function answer(response: Response): Promise<QueryResponse> {
  expect(response.status).toBe(200);
  // The endpoint's documented shape, which the expectations below check field by field.
  return (await response.json()) as QueryResponse;
}

describe('POST /v1/query', () => {
  it('answers with the trail of what happened, and from the cache the second time', async () => {
    await using demo = await startTestDemo();
    const first = await answer(await demo.post('/v1/query', { ...FRANCE, sessionId: 'session-0001' }));
    expect(first).toMatchObject({
      queryType: 'factual',
      providerUsed: 'groq',
      cached: false,
      cost: expect.any(Number) as unknown,
      sessionId: 'session-0001',
      routing: {
        model: 'chat',
        chosen: 'groq/openai/gpt-oss-120b',
        attempts: [{ provider: 'groq', outcome: 'answered' }],
      },
    });
    expect(first.result).toContain('What is the capital of France?');
    expect(first.executionTime).toBeGreaterThan(0);
    expect(first.cache).toBeUndefined();

    const second = await answer(await demo.post('/v1/query', FRANCE));
    expect(second).toMatchObject({
      result: first.result,
      providerUsed: 'groq',
      cached: true,
      cost: 0,
      cache: { kind: 'exact', tier: 'l1' },
    });
    expect(second.routing).toBeUndefined();
    expect(second.correlationId).not.toBe(first.correlationId);
    expect(demo.simulator.hits()).toBe(1);
  });

  it('carries the correlation id of the caller and answers with it', async () => {
    await using demo = await startTestDemo();
    const response = await demo.post('/v1/query', FRANCE, { 'x-correlation-id': 'order-4711' });
    expect(response.headers.get('x-correlation-id')).toBe('order-4711');
    expect((await answer(response)).correlationId).toBe('order-4711');
  });

  it('asks the providers again for other facts, other wishes, and without the cache', async () => {
    await using demo = await startTestDemo();
    const bodies = [
      FRANCE,
      { ...FRANCE, context: { year: 1940 } },
      { ...FRANCE, preferences: { modelPreferences: ['openai'] } },
      { ...FRANCE, preferences: { maxTokens: 5 } },
      { ...FRANCE, preferences: { cache: false } },
      { query: 'what is the capital of France?' },
    ];
    for (const body of bodies) expect((await answer(await demo.post('/v1/query', body))).cached).toBe(false);
    expect(demo.simulator.hits()).toBe(bodies.length);
  });

  it('does not keep an answer that was cut off', async () => {
    await using demo = await startTestDemo();
    const body = { ...FRANCE, preferences: { maxTokens: 3 } };
    await answer(await demo.post('/v1/query', body));
    expect((await answer(await demo.post('/v1/query', body))).cached).toBe(false);
  });

  it('answers through the next provider while the first is failing', async () => {
    await using demo = await startTestDemo();
    demo.simulator.fail('groq', { kind: 'status', status: 500 }, { times: 'always' });
    const response = await answer(await demo.post('/v1/query', FRANCE));
    expect(response.providerUsed).toBe('openai');
    expect(response.routing?.attempts.map(({ kind, outcome }) => kind ?? outcome)).toEqual([
      'server',
      'answered',
    ]);
  });

  it('shares the cache with another process through Redis', async () => {
    await using redis = await startRedis();
    await using one = await startTestDemo({ REDIS_URL: redis.url });
    await using other = await startTestDemo({ REDIS_URL: redis.url });
    const first = await answer(await one.post('/v1/query', FRANCE));
    // The write to Redis follows the answer.
    await expect
      .poll(async () => answer(await other.post('/v1/query', FRANCE)), { timeout: 5_000 })
      .toMatchObject({ cached: true, result: first.result });
  });

  it('says 503 with the trail of kinds when no provider is left, and how long to wait', async () => {
    await using demo = await startTestDemo();
    for (const wire of ['groq', 'openai', 'anthropic'] as const) {
      demo.simulator.fail(wire, { kind: 'rateLimit', retryAfter: '90' }, { times: 'always' });
    }
    const response = await demo.post('/v1/query', FRANCE);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(80);
    const body: unknown = await response.json();
    expect(body).toMatchObject({
      code: 'AI_ALL_PROVIDERS_FAILED',
      retryable: true,
      details: {
        attempts: [
          { provider: 'groq', kind: 'rate_limit' },
          { provider: 'openai', kind: 'rate_limit' },
          { provider: 'anthropic', kind: 'rate_limit' },
        ],
      },
    });
    expect(JSON.stringify(body)).not.toContain('France');
  });

  it('aborts the provider when the client goes away', async () => {
    await using demo = await startTestDemo();
    demo.simulator.fail('groq', { kind: 'hang' });
    const controller = new AbortController();
    const pending = fetch(`${demo.demo.url}/v1/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(FRANCE),
      signal: controller.signal,
    });
    await expect.poll(() => demo.simulator.hits('groq')).toBe(1);
    controller.abort();
    await expect(pending).rejects.toThrow(/abort/i);
    await expect.poll(() => demo.simulator.journal[0]?.aborted).toBe(true);
    expect(demo.simulator.hits()).toBe(1);
  });
});

describe('POST /v1/query/stream', () => {
  it('sends start, text piece by piece, and done; then the stored answer at once', async () => {
    await using demo = await startTestDemo();
    const events = await readEvents(await demo.post('/v1/query/stream', FRANCE));
    const text = events.filter(({ event }) => event === 'text').map(({ data }) => data['text']);
    expect(events[0]).toEqual({ event: 'start', data: { provider: 'groq', cached: false } });
    expect(text.length).toBeGreaterThan(5);
    expect(events.at(-1)).toMatchObject({
      event: 'done',
      data: { result: text.join(''), cached: false, providerUsed: 'groq' },
    });

    const again = await readEvents(await demo.post('/v1/query/stream', FRANCE));
    expect(again.map(({ event }) => event)).toEqual(['start', 'text', 'done']);
    expect(again.at(-1)).toMatchObject({ data: { result: text.join(''), cached: true, cost: 0 } });
    expect(demo.simulator.hits()).toBe(1);
    expect((await answer(await demo.post('/v1/query', FRANCE))).cached).toBe(true);
  });

  it('fails over before the first piece without the client noticing', async () => {
    await using demo = await startTestDemo();
    demo.simulator.fail('groq', { kind: 'reset', afterChunks: 0 });
    const events = await readEvents(await demo.post('/v1/query/stream', FRANCE));
    expect(events[0]).toMatchObject({ data: { provider: 'openai' } });
    expect(events.at(-1)?.event).toBe('done');
  });

  it('ends with an error event when it breaks later, keeps nothing, and repeats nothing', async () => {
    await using demo = await startTestDemo();
    const whole = await readEvents(
      await demo.post('/v1/query/stream', { ...FRANCE, preferences: { cache: false } }),
    );
    demo.simulator.fail('groq', { kind: 'end', afterChunks: 4 });
    const events = await readEvents(await demo.post('/v1/query/stream', FRANCE));
    expect(textOf(events)).toBe(textOf(whole).slice(0, textOf(events).length));
    expect(textOf(events)).not.toBe('');
    expect(events.at(-1)).toMatchObject({ event: 'error', data: { code: 'AI_STREAM_INTERRUPTED' } });
    expect(demo.simulator.hits()).toBe(2);
    expect((await answer(await demo.post('/v1/query', FRANCE))).cached).toBe(false);
  });

  it('is an ordinary HTTP error when nothing could be sent', async () => {
    await using demo = await startTestDemo();
    for (const wire of ['groq', 'openai', 'anthropic'] as const) demo.simulator.fail(wire, { kind: 'quota' });
    const response = await demo.post('/v1/query/stream', FRANCE);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'AI_ALL_PROVIDERS_FAILED' });
  });
});

describe('administration', () => {
  it('switches providers and back, and shows it', async () => {
    await using demo = await startTestDemo();
    expect((await demo.post('/v1/providers/switch', { provider: 'anthropic', reason: 'test' })).status).toBe(
      200,
    );
    expect(await (await demo.get('/v1/providers')).json()).toMatchObject({
      source: 'real',
      switches: [{ provider: 'anthropic', by: 'demo-operator' }],
    });
    expect((await answer(await demo.post('/v1/query', FRANCE))).providerUsed).toBe('anthropic');
    expect(
      await (await demo.post('/v1/providers/switch', { provider: null, reason: 'test' })).json(),
    ).toEqual({ switches: [] });
  });

  it('classifies by rules', async () => {
    await using demo = await startTestDemo();
    const response = await demo.post('/v1/classify', { query: 'Compare Postgres and MySQL' });
    expect(await response.json()).toEqual({
      queryType: 'comparison',
      confidence: expect.any(Number) as unknown,
      why: ['asks to compare'],
      complexity: 'moderate',
      complexityScore: expect.any(Number) as unknown,
      language: 'en',
      timeSensitivity: 'static',
      stage: 'rules',
    });
  });

  it('counts the hits of the cache, and what they saved', async () => {
    await using demo = await startTestDemo();
    const { cost } = (await (await demo.post('/v1/query', FRANCE)).json()) as { cost: number };
    expect(cost).toBeGreaterThan(0);
    await demo.post('/v1/query', FRANCE);
    expect(await (await demo.get('/v1/cache/stats')).json()).toMatchObject({
      namespaces: { answers: { l1: 1, misses: 1, savedMicroDollars: cost } },
      saved: { microDollars: cost },
      l2: { state: 'off' },
    });
  });

  it('documents every endpoint', async () => {
    await using demo = await startTestDemo();
    const document = (await (await demo.get('/docs-json')).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/query',
        '/v1/query/stream',
        '/v1/query/explain',
        '/v1/classify',
        '/v1/providers',
        '/v1/providers/switch',
        '/v1/providers/drain',
        '/v1/providers/resume',
        '/v1/usage',
        '/v1/cache/stats',
        '/v1/limits',
      ]),
    );
    const page = await (await demo.get('/docs')).text();
    expect(page).toContain('swagger-ui');
  });
});
