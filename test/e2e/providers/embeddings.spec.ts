import { createOpenAI } from '@ai-sdk/openai';
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { AllProvidersFailedError } from '@hydrogenai/ai-provider';
import type { Simulator } from '@hydrogenai/ai-provider/testing';
import { embed, embedMany } from 'ai';
import { describe, expect, it } from 'vitest';
import { startPool } from './support/pool.js';

const MODEL = 'text-embedding-3-small';

/** The same model behind another key, which takes fewer texts at once: what both take is what counts. */
const mirrorOf = ({ urls }: Simulator): EmbeddingModelV4 =>
  // An object with one property of its own in front of the model.
  Object.create(createOpenAI({ apiKey: 'sk-mirror', baseURL: urls.openai }).embedding(MODEL), {
    maxEmbeddingsPerCall: { value: 16 },
  }) as EmbeddingModelV4;

const withMirror = (simulator: Simulator) => ({
  providers: { mirror: { embeddingModel: mirrorOf(simulator) } },
  embeddings: { default: { use: [`openai/${MODEL}`, `mirror/${MODEL}`], attempts: 2 } },
});

const inputs = (simulator: Simulator) =>
  // Bodies of the simulator's journal are any JSON.
  simulator.journal.map(({ body }) => (body as { readonly input: readonly string[] }).input);

describe('embed and embedMany', () => {
  it('give vectors of one length, in the order of the texts, cut into calls that the provider takes', async () => {
    await using pool = await startPool({ module: withMirror });
    const values = Array.from({ length: 40 }, (_, index) => `text ${index}`);
    const { embeddings, dimensions, tokensUsed, routing, ...rest } = await pool.ai.embedMany({ values });
    // 32, 32 and 16 tokens at 0.02 dollars a million, each call rounded to whole micro-dollars.
    expect(rest).toEqual({ model: MODEL, providers: ['openai'], cost: 2 });
    expect(dimensions).toBe(1_536);
    expect(embeddings).toHaveLength(40);
    expect(routing).toHaveLength(3);
    expect(tokensUsed).toBe(values.reduce((sum, value) => sum + Math.ceil(value.length / 4), 0));
    expect(
      inputs(pool.simulator)
        .map(({ length }) => length)
        .toSorted((a, b) => a - b),
    ).toEqual([8, 16, 16]);
    for (const index of [0, 15, 16, 39]) {
      const { embedding, provider } = await pool.ai.embed({ value: values[index] ?? '' });
      expect(embeddings[index]).toEqual(embedding);
      expect(provider).toBe('openai');
    }
  });

  it('fail over among embedders of the same model, with the trail', async () => {
    await using pool = await startPool({ module: withMirror });
    pool.simulator.fail('openai', { kind: 'status', status: 500 });
    const { provider, routing } = await pool.ai.embed({ value: 'Lyon' });
    expect(provider).toBe('mirror');
    expect(
      routing.attempts.map((attempt) => `${attempt.provider} ${attempt.kind ?? attempt.outcome}`),
    ).toEqual(['openai server', 'mirror answered']);
    const models = pool.ai.getProviderStats().find((each) => each.provider === 'mirror')?.models;
    expect(models).toMatchObject([{ model: MODEL, answered: 1, inputTokens: 1 }]);
  });

  it('take vectors of another length for broken, and never mix them', async () => {
    const short: EmbeddingModelV4 = {
      specificationVersion: 'v4',
      provider: 'short',
      modelId: MODEL,
      maxEmbeddingsPerCall: 2,
      supportsParallelCalls: false,
      doEmbed: async ({ values }) => ({
        embeddings: values.map((value) => (value === 'odd' ? [1] : [1, 2])),
        warnings: [],
      }),
    };
    await using pool = await startPool({
      module: {
        providers: { short: { embeddingModel: short } },
        embeddings: { small: { use: [`short/${MODEL}`], attempts: 1 } },
      },
    });
    await expect(pool.ai.embedMany({ values: ['a', 'b', 'odd'] })).rejects.toMatchObject({
      routing: { attempts: [{ kind: 'malformed_response' }] },
    });
    const fine = await pool.ai.embedMany({ values: ['a', 'b', 'c'] });
    // This one counts no tokens: unknown is null and never 0.
    expect(fine).toMatchObject({ dimensions: 2, tokensUsed: null });
  });

  it('hold at most as many calls at once as configured', async () => {
    let now = 0;
    let most = 0;
    const counting: EmbeddingModelV4 = {
      specificationVersion: 'v4',
      provider: 'counting',
      modelId: MODEL,
      maxEmbeddingsPerCall: 1,
      supportsParallelCalls: true,
      doEmbed: async () => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        now -= 1;
        return { embeddings: [[1]], usage: { tokens: 1 }, warnings: [] };
      },
    };
    await using pool = await startPool({
      module: {
        providers: { own: { embeddingModel: counting } },
        embeddings: { default: { use: [`own/${MODEL}`], parallel: 3 } },
      },
    });
    await pool.ai.embedMany({ values: Array.from({ length: 40 }, (_, index) => `${index}`) });
    expect(most).toBe(3);
  });

  it('stop all calls when one has failed for good, or the caller leaves', async () => {
    await using pool = await startPool({ module: withMirror, simulator: { latencyMs: 20 } });
    pool.simulator.fail('openai', { kind: 'status', status: 401 }, { times: 'always' });
    const values = Array.from({ length: 240 }, (_, index) => `${index}`);
    await expect(pool.ai.embedMany({ values })).rejects.toBeInstanceOf(AllProvidersFailedError);
    // Four at once, two candidates each; the other eleven chunks are never sent.
    expect(pool.hits().openai).toBeLessThanOrEqual(8);

    await using other = await startPool({ module: withMirror });
    other.simulator.fail('openai', { kind: 'hang' }, { times: 'always' });
    const controller = new AbortController();
    const pending = other.ai.embedMany({ values: ['a'], signal: controller.signal });
    await expect.poll(() => other.hits().openai).toBe(1);
    controller.abort(new Error('left'));
    await expect(pending).rejects.toThrow('left');
    await expect.poll(() => other.simulator.journal[0]?.aborted).toBe(true);
    expect(other.hits().openai).toBe(1);
  });

  it('have one deadline for all their calls', async () => {
    await using pool = await startPool({ module: withMirror });
    pool.simulator.fail('openai', { kind: 'hang' }, { times: 'always' });
    const started = performance.now();
    await expect(pool.ai.embedMany({ values: ['a'], deadlineMs: 200 })).rejects.toBeInstanceOf(
      AllProvidersFailedError,
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('choose the length of the vectors where the options say so', async () => {
    await using pool = await startPool({
      module: { embeddings: { default: { use: [`openai/${MODEL}`], dimensions: 256 } } },
    });
    expect((await pool.ai.embed({ value: 'Lyon' })).dimensions).toBe(256);
  });
});

describe('a logical embedding model inside the AI SDK', () => {
  it('serves embed and embedMany', async () => {
    await using pool = await startPool({ module: withMirror });
    const model = pool.ai.embeddingModel();
    pool.simulator.fail('openai', { kind: 'status', status: 503 });
    const one = await embed({ model, value: 'Lyon' });
    const many = await embedMany({ model, values: ['Paris', 'Lyon'] });
    expect(many.embeddings[1]).toEqual(one.embedding);
    expect(one.usage.tokens).toBe(1);
    expect(one.providerMetadata?.['hydrogenai']).toMatchObject({ routing: { chosen: `mirror/${MODEL}` } });
  });
});

describe('what cannot be', () => {
  it.each([
    [
      'embedders of different models',
      { default: { use: [`openai/${MODEL}`, 'openai/text-embedding-3-large'] } },
      'vectors of different models do not compare',
    ],
    ['no embedder', { default: { use: [] } }, 'embeddings.default.use: expected'],
    [
      'a provider without embeddings',
      { default: { use: ['groq/llama'] } },
      'expected a provider with embeddings',
    ],
    [
      'a provider that is not configured',
      { default: { use: [`mistral/${MODEL}`] } },
      'Unknown provider "mistral"',
    ],
    [
      'too many calls at once',
      { default: { use: [`openai/${MODEL}`], parallel: 65 } },
      'embeddings.default.parallel: expected',
    ],
  ])('%s is refused at the start', async (_name, embeddings, message) => {
    await expect(startPool({ module: { embeddings } })).rejects.toThrow(message);
  });

  it('names are refused with the known ones, and texts are never shown', async () => {
    await using pool = await startPool({ module: withMirror });
    expect(() => pool.ai.embeddingModel('defualt')).toThrow('did you mean "default"');
    await expect(pool.ai.embedMany({ values: ['canary', ''] })).rejects.toThrow('values[1]: expected');
    await expect(pool.ai.embedMany({ values: [] })).rejects.toThrow('values: expected');
    await expect(pool.ai.embed({ value: 'canary', tenant: '' })).rejects.toThrow('tenant: expected');
    expect(pool.simulator.hits()).toBe(0);
    await using none = await startPool();
    await expect(none.ai.embed({ value: 'canary' })).rejects.toThrow('embeddings: expected');
  });
});
