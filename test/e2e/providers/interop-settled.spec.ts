import { createGroq } from '@ai-sdk/groq';
import { aiAttempt, type AiProviderOptions } from '@hydrogenai/ai-provider';
import { collectFacts } from '@hydrogenai/common/testing';
import { embedMany, generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startRedis } from '../../support/redis-server.js';
import { startPool } from './support/pool.js';
import { sum } from './support/random-faults.js';

const prompt = 'What is the weather in Paris?';
const MODEL = 'text-embedding-3-small';
const LIMITED = 'limited/openai/gpt-oss-120b';
const LIMITS = { requestsPerDay: 1_000, tokensPerDay: 100_000 };
/** What is held for an answer. */
const MOST_OUTPUT = 2_000;
const places = [
  ['in the memory of the process', undefined],
  ['on a Redis', startRedis],
] as const;

describe.each(places)('what the AI SDK asks for, with limits, budgets and a ledger %s', (_place, start) => {
  it('is settled to the last token, whatever came of it', async () => {
    const redis = await start?.();
    await using pool = await startPool({
      ...(redis ? { sharedState: { redis: { url: redis.url } } } : {}),
      simulator: {
        answer: ({ messages, tools, schema }) => {
          if (schema !== undefined) return JSON.stringify({ city: 'Paris', degrees: 21 });
          const answered = messages.some(({ role }) => /tool|output/.test(role));
          return tools.length > 0 && !answered
            ? { toolCalls: [{ name: 'weather', input: { city: 'Paris' } }] }
            : 'It is sunny in Paris.';
        },
      },
      module: ({ urls }): Partial<AiProviderOptions> => ({
        embeddings: { default: { use: [`openai/${MODEL}`] } },
        models: { limited: { use: [LIMITED, 'openai/gpt-5.4-mini'] } },
        providers: {
          limited: {
            model: createGroq({ apiKey: 'gsk_test', baseURL: urls.groq })('openai/gpt-oss-120b'),
            limits: LIMITS,
          },
        },
        pricing: { [LIMITED]: { inputPerMillion: 3, outputPerMillion: 15 } },
        budgets: [
          { name: 'feature', per: 'feature', limitMicroDollars: 10_000_000, window: '365d' },
          { name: 'call', per: 'call', limitMicroDollars: 5_000_000 },
        ],
      }),
    });
    using facts = collectFacts(aiAttempt);
    const model = pool.ai.languageModel('limited');
    const providerOptions = { hydrogenai: { tenant: 'acme', feature: 'sdk' } };
    const weather = tool({
      inputSchema: z.object({ city: z.string() }),
      execute: ({ city }) => `sunny in ${city}`,
    });
    const common = { model, prompt, providerOptions, maxOutputTokens: MOST_OUTPUT };

    const looped = await generateText({ ...common, tools: { weather }, stopWhen: stepCountIs(3) });
    expect(looped.text).toBe('It is sunny in Paris.');
    const streamed = streamText({ ...common, tools: { weather }, stopWhen: stepCountIs(3) });
    expect(await streamed.text).toBe('It is sunny in Paris.');
    const schema = z.object({ city: z.string(), degrees: z.number() });
    const { output } = await generateText({ ...common, output: Output.object({ schema }) });
    expect(output).toEqual({ city: 'Paris', degrees: 21 });
    const values = ['Paris', 'Lyon', 'Nice'];
    const { embeddings } = await embedMany({ model: pool.ai.embeddingModel(), values, providerOptions });
    expect(embeddings).toHaveLength(3);
    // One that fails over, one that breaks, one that is left.
    pool.simulator.fail('groq', { kind: 'status', status: 500 });
    expect((await generateText(common)).text).toBe('It is sunny in Paris.');
    pool.simulator.fail('groq', { kind: 'end', afterChunks: 1 });
    await streamText({ ...common, onError: () => undefined }).consumeStream();
    const caller = new AbortController();
    for await (const piece of streamText({ ...common, abortSignal: caller.signal }).textStream) {
      expect(piece).not.toBe('');
      caller.abort();
    }
    await expect.poll(() => facts.facts.length).toBe(pool.simulator.hits());

    expect(facts.facts.map(({ outcome, kind }) => kind ?? outcome).toSorted()).toEqual(
      ['aborted', 'server', 'stream_interrupted', ...Array.from({ length: 7 }, () => 'answered')].toSorted(),
    );
    const entries = pool.ai.recentAttempts();
    expect(entries).toHaveLength(facts.facts.length);
    for (const entry of entries) expect(entry).toMatchObject({ tenant: 'acme', feature: 'sdk' });
    const costs = entries.map(({ costMicroDollars }) => costMicroDollars ?? Number.NaN);
    expect(await pool.ai.usage({ by: 'feature' })).toMatchObject({
      source: redis ? 'store' : 'process',
      rows: [{ feature: 'sdk', attempts: entries.length, costMicroDollars: sum(costs) }],
    });

    // Nothing is held any more: of the limits is gone what the attempts have used, and nobody waits.
    const mine = entries.filter(({ provider }) => provider === 'limited');
    const answered = mine.filter(({ outcome }) => outcome === 'answered');
    const counted = sum(answered.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens));
    const lane = pool.ai.checkRateLimits().find(({ provider }) => provider === 'limited');
    expect(lane).toMatchObject({ waiting: 0, closedForMs: 0 });
    const gone = ({ requestsPerDay, tokensPerDay } = LIMITS): readonly number[] =>
      Object.entries({ requestsPerDay, tokensPerDay }).map(([name, limit]) => {
        const limits = pool.ai.checkRateLimits().find(({ provider }) => provider === 'limited')?.limits;
        return limit * 0.95 - (limits?.find((one) => one.name === name)?.remaining ?? Number.NaN);
      });
    const [requests, tokens = Number.NaN] = gone();
    expect(requests).toBe(mine.length);
    expect(tokens).toBeGreaterThanOrEqual(counted);
    // Of those that failed an estimate of the prompt and of what came of the answer stands.
    expect(tokens).toBeLessThan(counted + 3 * 50);
    await pool.app.close();
    await redis?.[Symbol.asyncDispose]();
  });
});
