import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { cacheMiddleware } from '@hydrogenai/ai-cache/language-model';
import { startSimulator, type Simulator, type SimulatorOptions } from '@hydrogenai/ai-provider/testing';
import { generateText, jsonSchema, Output, streamText, wrapLanguageModel } from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { RedisInspector } from './support/redis-inspector.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

const prompt = 'What is the capital of France?';

interface Setup extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly apps: readonly CacheApp[];
  /** The model of a wire under the cache of one application. */
  model(wire: 'openai' | 'anthropic', app?: number): LanguageModelV4;
}

/** Two applications on one Redis, in front of one simulator. */
async function setUp(options?: SimulatorOptions): Promise<Setup> {
  const simulator = await startSimulator(options);
  const cacheOptions = { l2: { url: server.url }, l2DeadlineMs: 5_000 };
  const apps = [await startCacheApp(cacheOptions), await startCacheApp(cacheOptions)];
  return {
    simulator,
    apps,
    model(wire, app = 0) {
      const bare =
        wire === 'openai'
          ? createOpenAI({ apiKey: 'sk', baseURL: simulator.urls.openai }).chat('gpt-5.4-mini')
          : createAnthropic({ apiKey: 'sk-ant', baseURL: simulator.urls.anthropic })('claude-haiku-5-5');
      const cache = apps[app]?.cache;
      if (cache === undefined) throw new Error('There is no such application.');
      return wrapLanguageModel({ model: bare, middleware: cacheMiddleware(cache) });
    },
    async [Symbol.asyncDispose]() {
      for (const app of apps) await app.close();
      await simulator.close();
    },
  };
}

interface Seen {
  readonly deltas: readonly string[];
  readonly types: readonly string[];
  readonly errors: readonly unknown[];
}

async function read(result: ReturnType<typeof streamText>): Promise<Seen> {
  const seen = { deltas: [] as string[], types: [] as string[], errors: [] as unknown[] };
  for await (const part of result.fullStream) {
    seen.types.push(part.type);
    if (part.type === 'text-delta') seen.deltas.push(part.text);
    if (part.type === 'error') seen.errors.push(part.error);
  }
  return seen;
}

const cacheOf = (metadata: unknown): unknown =>
  // The AI SDK types metadata as any JSON.
  (metadata as { hydrogenai?: { cache?: unknown } } | undefined)?.hydrogenai?.cache;

beforeEach(async () => {
  await using redis = new RedisInspector(server.url);
  await redis.client.flushall();
});

describe.each(['openai', 'anthropic'] as const)('a cached model of %s in the AI SDK', (wire) => {
  it('answers generateText again with everything that the first answer had, in other processes too', async () => {
    await using setup = await setUp();
    const first = await generateText({ model: setup.model(wire), prompt });
    expect(cacheOf(first.providerMetadata)).toBeUndefined();
    const hits = [await generateText({ model: setup.model(wire), prompt })];
    await using redis = new RedisInspector(server.url);
    await expect.poll(() => redis.keys()).toContainEqual(expect.stringContaining(':exact:language-model:'));
    hits.push(await generateText({ model: setup.model(wire, 1), prompt }));
    for (const hit of hits) {
      expect(hit.text).toBe(first.text);
      expect(hit.usage).toEqual(first.usage);
      expect(hit.finishReason).toBe('stop');
      expect(hit.response.id).toBe(first.response.id);
      expect(hit.response.modelId).toBe(first.response.modelId);
      expect(hit.response.body).toEqual(first.response.body);
      expect(hit.providerMetadata).toMatchObject({ ...first.providerMetadata });
    }
    expect(hits.map(({ providerMetadata }) => cacheOf(providerMetadata))).toMatchObject([
      { kind: 'exact', tier: 'l1' },
      { kind: 'exact', tier: 'l2' },
    ]);
    expect(setup.simulator.hits(wire)).toBe(1);
  });

  it('streams again in the same chunks with the same ends', async () => {
    await using setup = await setUp();
    const first = streamText({ model: setup.model(wire), prompt });
    const live = await read(first);
    expect(live.deltas.length).toBeGreaterThan(1);
    await expect.poll(() => setup.apps[0]?.cache.stats().stores).toBe(1);
    const again = streamText({ model: setup.model(wire), prompt });
    expect(await read(again)).toEqual(live);
    expect(await again.usage).toEqual(await first.usage);
    expect((await again.response).id).toBe((await first.response).id);
    expect(cacheOf(await again.providerMetadata)).toMatchObject({ kind: 'exact', tier: 'l1' });
    expect(setup.simulator.hits(wire)).toBe(1);
  });

  it('is asked once by many streams at a time, each of which gets the whole answer', async () => {
    await using setup = await setUp({ tokenDelayMs: 1 });
    const model = setup.model(wire);
    const streams = await Promise.all(Array.from({ length: 20 }, () => read(streamText({ model, prompt }))));
    const texts = new Set(streams.map(({ deltas }) => deltas.join('')));
    expect(texts.size).toBe(1);
    expect(setup.simulator.hits(wire)).toBe(1);
  });

  it.each([
    { kind: 'end', afterChunks: 2 },
    { kind: 'reset', afterChunks: 2 },
    { kind: 'streamError', afterChunks: 2 },
    { kind: 'contentFilter' },
  ] as const)('does not keep a stream that meets $kind, and asks again', async (fault) => {
    await using setup = await setUp();
    const model = setup.model(wire);
    setup.simulator.fail(wire, fault);
    const broken = streamText({ model, prompt, maxRetries: 0, onError: () => undefined });
    const outcome = await read(broken).catch((error: unknown) => error);
    expect(outcome).toBeDefined();
    const whole = await read(streamText({ model, prompt }));
    expect(whole.deltas.join('')).toContain('Simulated answer');
    expect(setup.simulator.hits(wire)).toBe(2);
    await expect.poll(() => setup.apps[0]?.cache.stats().stores).toBe(1);
  });
});

describe('a cached model', () => {
  it('has the time at which the provider has answered, where the provider tells it', async () => {
    await using setup = await setUp({ now: () => 86_400_000 });
    const model = setup.model('openai');
    for (let time = 0; time < 2; time++) {
      expect((await generateText({ model, prompt })).response.timestamp).toEqual(new Date(86_400_000));
      const streamed = streamText({ model, prompt });
      await read(streamed);
      expect((await streamed.response).timestamp).toEqual(new Date(86_400_000));
      await expect.poll(() => setup.apps[0]?.cache.stats().stores).toBe(2);
    }
    expect(setup.simulator.hits('openai')).toBe(2);
  });

  it('does not keep a stream that its reader leaves, and closes the connection', async () => {
    await using setup = await setUp({ tokenDelayMs: 20 });
    const model = setup.model('openai');
    const leaver = new AbortController();
    for await (const part of streamText({ model, prompt, abortSignal: leaver.signal }).fullStream) {
      if (part.type === 'text-delta') leaver.abort();
    }
    await expect.poll(() => setup.simulator.journal.at(-1)?.aborted).toBe(true);
    const whole = await read(streamText({ model, prompt }));
    expect(whole.types.at(-1)).toBe('finish');
    expect(setup.simulator.hits('openai')).toBe(2);
  });

  it('keeps structured output apart from text, and answers it again as an object', async () => {
    await using setup = await setUp({ answer: () => '{"city":"Paris"}' });
    const model = setup.model('openai');
    const schema = jsonSchema<{ city: string }>({
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    });
    const output = Output.object({ schema });
    await generateText({ model, prompt });
    for (let time = 0; time < 2; time++) {
      expect((await generateText({ model, prompt, output })).output).toEqual({ city: 'Paris' });
    }
    expect(setup.simulator.hits('openai')).toBe(2);
  });

  it('is asked again when Redis is away, and never fails for it', async () => {
    await using simulator = await startSimulator();
    await using app = await startCacheApp({ l2: { url: 'redis://127.0.0.1:1' } });
    const bare = createOpenAI({ apiKey: 'sk', baseURL: simulator.urls.openai }).chat('gpt-5.4-mini');
    const model = wrapLanguageModel({ model: bare, middleware: cacheMiddleware(app.cache) });
    const { text } = await generateText({ model, prompt });
    expect((await read(streamText({ model, prompt }))).deltas.join('')).toBe(text);
  });
});
