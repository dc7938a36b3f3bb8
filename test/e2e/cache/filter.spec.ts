import { randomBytes } from 'node:crypto';
import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { Absent, cacheAnswerWithheld } from '@hydrogenai/ai-cache';
import { cacheMiddleware } from '@hydrogenai/ai-cache/language-model';
import { collectFacts } from '@hydrogenai/common/testing';
import { Masker, OutputFilter } from '@hydrogenai/security';
import { wrapLanguageModel } from 'ai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';
import { eventually } from './support/eventually.js';
import { RedisInspector } from './support/redis-inspector.js';

let server: RedisServer;
let redis: RedisInspector;

beforeAll(async () => {
  server = await startRedis();
  redis = new RedisInspector(server.url);
});

afterAll(async () => {
  await redis[Symbol.asyncDispose]();
  await server.stop();
});

beforeEach(() => redis.client.flushall());

const word = (): string => randomBytes(60).toString('base64url').replaceAll(/[-_]/g, 'x');
/** A key of a known form, personal data, and a secret that only the masker knows. */
const PLANTED = {
  'a key': `sk-proj-${word().slice(0, 74)}T3BlbkFJ${word().slice(0, 74)}`,
  'an address': 'ada.lovelace@example.org',
  'a known secret': 'correct horse battery staple',
};
const KINDS = Object.entries(PLANTED);

function start(): Promise<CacheApp> {
  const filter = new OutputFilter({ secrets: new Masker({ secrets: [PLANTED['a known secret']] }) });
  return startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000, filter });
}

/** A model that says a text one character at a time, and thinks other ones in between. */
function modelSaying(text: string): LanguageModelV4 & { calls: number } {
  const usage = {
    inputTokens: { total: 1, noCache: 1, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 1, text: 1, reasoning: undefined },
  };
  const parts = (): LanguageModelV4StreamPart[] => [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id: 't' },
    { type: 'reasoning-start', id: 'r' },
    ...[...text].flatMap((delta): LanguageModelV4StreamPart[] => [
      { type: 'text-delta', id: 't', delta },
      { type: 'reasoning-delta', id: 'r', delta: '.' },
    ]),
    { type: 'reasoning-end', id: 'r' },
    { type: 'text-end', id: 't' },
    { type: 'finish', usage, finishReason: { unified: 'stop', raw: 'stop' } },
  ];
  const model = {
    specificationVersion: 'v4' as const,
    provider: 'p',
    modelId: 'm',
    supportedUrls: {},
    calls: 0,
    doGenerate: () => Promise.reject(new Error('This model only streams.')),
    doStream() {
      model.calls += 1;
      return Promise.resolve({ stream: ReadableStream.from(parts()) });
    },
  };
  return model;
}

async function say(cache: CacheApp['cache'], model: LanguageModelV4): Promise<string> {
  const wrapped = wrapLanguageModel({ model, middleware: cacheMiddleware(cache) });
  const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'q' }] }];
  const { stream } = await wrapped.doStream({ prompt });
  let text = '';
  for await (const part of stream) if (part.type === 'text-delta') text += part.delta;
  return text;
}

describe.each(KINDS)('%s in an answer', (_, planted) => {
  const answer = `It is ${planted}, as you said.`;

  it('that a model streams one character at a time reaches its caller, and no store', async () => {
    await using app = await start();
    using withheld = collectFacts(cacheAnswerWithheld);
    const model = modelSaying(answer);
    expect(await say(app.cache, model)).toBe(answer);
    // Who comes before it is over reads along; if it were kept, nobody would ask the model again.
    await eventually(
      async () => {
        expect(await say(app.cache, model)).toBe(answer);
        return model.calls;
      },
      (calls) => calls === 2,
    );
    await eventually(
      () => app.cache.stats().refusals,
      (refused) => refused === 2,
    );
    expect(await redis.everything()).not.toContain(planted.slice(0, 12));
    expect(withheld.facts).toHaveLength(2);
    expect(JSON.stringify(withheld.facts)).not.toContain(planted);
    expect(app.cache.stats()).toMatchObject({ stores: 0, refusals: 2 });
  });

  it('that comes in chunks or whole is kept nowhere, also while it runs', async () => {
    await using app = await start();
    const request = { namespace: 'chunks', key: 'q' };
    const { chunks } = await app.cache.stream(request, async function* () {
      yield* answer;
      expect(await redis.everything()).not.toContain(':stream:');
    });
    let text = '';
    for await (const chunk of chunks) text += chunk;
    expect(text).toBe(answer);
    await app.cache.set({ namespace: 'whole', key: 'q' }, { answer });
    expect(await app.cache.get({ namespace: 'whole', key: 'q' })).toBe(Absent);
    expect(await app.cache.get(request)).toBe(Absent);
    expect(await redis.everything()).not.toContain(planted.slice(0, 12));
  });
});

it('what is clean is kept and replayed as it came', async () => {
  await using app = await start();
  const model = modelSaying('Paris is the capital of France.');
  expect(await say(app.cache, model)).toBe(await say(app.cache, model));
  expect(model.calls).toBe(1);
});
