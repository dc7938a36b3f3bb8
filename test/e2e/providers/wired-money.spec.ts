import { inspect } from 'node:util';
import { createOpenAI } from '@ai-sdk/openai';
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import {
  aiAttempt,
  aiBudget,
  BudgetExceededError,
  MemoryLedgerStore,
  USAGE_DIMENSIONS,
  type AiProviderService,
  type GenerateRequest,
  type ModelPricing,
  type PricingOptions,
} from '@hydrogenai/ai-provider';
import { WIRES, type Simulator } from '@hydrogenai/ai-provider/testing';
import { collectFacts } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { CANDIDATES, startPool } from './support/pool.js';
import { FAULTS, randomOf, sum } from './support/random-faults.js';

const [GROQ = '', OPENAI = '', ANTHROPIC = ''] = CANDIDATES;
const EMBEDDER = 'text-embedding-3-small';
/** 30 characters and 6 characters are 8 and 2 tokens to the simulator, which counts four characters a token. */
const prompt = 'What is the capital of France?';
const answer = (): string => 'Paris.';
/** A token in costs 3 micro-dollars, one out 15. */
const PLAIN = { inputPerMillion: 3, outputPerMillion: 15 };
const PRICING: PricingOptions = Object.fromEntries(CANDIDATES.map((id) => [id, PLAIN]));

/** An embedder that takes eight texts a call. */
const fewAtOnce = ({ urls }: Simulator): EmbeddingModelV4 =>
  // An object with one property of its own in front of the model.
  Object.create(createOpenAI({ apiKey: 'sk-test', baseURL: urls.openai }).embedding(EMBEDDER), {
    maxEmbeddingsPerCall: { value: 8 },
  }) as EmbeddingModelV4;

const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** The response at the end of a stream, or `undefined` when it is left after so many events. */
async function readAll(ai: AiProviderService, request: GenerateRequest, most = Infinity) {
  let events = 0;
  for await (const event of ai.streamResponse(request)) {
    if (event.type === 'finish') return event.response;
    events += 1;
    if (events >= most) return undefined;
  }
  return undefined;
}

describe('the cost of an answer', () => {
  it.each(CANDIDATES)(
    'of %s is whole micro-dollars by its price, in one piece and as a stream',
    async (id) => {
      await using pool = await startPool({
        simulator: { answer },
        chat: { use: [id] },
        module: { pricing: PRICING },
      });
      const whole = await pool.ai.generateResponse({ prompt });
      expect(whole.usage).toMatchObject({ inputTokens: 8, outputTokens: 2 });
      expect(whole.cost).toBe(8 * 3 + 2 * 15);
      expect((await readAll(pool.ai, { prompt }))?.cost).toBe(54);
      expect((await pool.ai.usage()).rows).toMatchObject([
        { attempts: 2, costMicroDollars: 108, unpriced: 0 },
      ]);
      const costs = pool.ai
        .getProviderStats()
        .flatMap(({ models }) => models.map((each) => each.costMicroDollars));
      expect(sum(costs)).toBe(108);
    },
  );

  it('is rounded once, and stays a whole number where the price of a token is a fraction', async () => {
    await using pool = await startPool({
      simulator: { answer },
      chat: { use: [OPENAI] },
      // 8 x 0.17 + 2 x 0.59 = 2.54; part by part it would be 1 + 1.
      module: { pricing: { [OPENAI]: { inputPerMillion: 0.17, outputPerMillion: 0.59 } } },
    });
    expect((await pool.ai.generateResponse({ prompt })).cost).toBe(3);
  });

  it('is null where the price is not known, never 0, and the ledger counts how often', async () => {
    await using pool = await startPool({ chat: { use: [OPENAI] }, module: { pricing: { [OPENAI]: null } } });
    expect((await pool.ai.generateResponse({ prompt })).cost).toBeNull();
    expect((await readAll(pool.ai, { prompt }))?.cost).toBeNull();
    expect((await pool.ai.usage()).rows).toMatchObject([{ attempts: 2, unpriced: 2, costMicroDollars: 0 }]);
    expect(pool.ai.recentAttempts(1)).toMatchObject([{ costMicroDollars: null, source: 'provider' }]);
  });

  it('of vectors counts all their calls, and is null when the price is not known', async () => {
    const id = `eu/${EMBEDDER}`;
    const withPrice = (price: ModelPricing | null) => (simulator: Simulator) => ({
      providers: { eu: { embeddingModel: fewAtOnce(simulator) } },
      embeddings: { default: { use: [id] } },
      pricing: { [id]: price },
    });
    await using pool = await startPool({ module: withPrice({ inputPerMillion: 20, outputPerMillion: 0 }) });
    // 8 characters, 2 tokens each.
    const values = Array.from({ length: 20 }, (_, index) => `text no. ${index}`.slice(-8));
    const { cost, tokensUsed, routing } = await pool.ai.embedMany({ values, tenant: 'acme' });
    expect(routing).toHaveLength(3);
    expect({ cost, tokensUsed }).toEqual({ cost: 40 * 20, tokensUsed: 40 });
    expect((await pool.ai.usage({ by: ['model', 'tenant'] })).rows).toMatchObject([
      { model: EMBEDDER, tenant: 'acme', attempts: 3, inputTokens: 40, costMicroDollars: 800 },
    ]);
    await using unpriced = await startPool({ module: withPrice(null) });
    expect((await unpriced.ai.embed({ value: 'Lyon' })).cost).toBeNull();
  });
});

describe('usage', () => {
  it('sums up by whom it is asked for, and the sums are those of the answers', async () => {
    await using pool = await startPool({ module: { pricing: PRICING } });
    const costs = new Map<string, number>();
    for (const [tenant, feature, wire] of [
      ['acme', 'chat', 'groq'],
      ['acme', 'search', 'openai'],
      ['other', 'chat', 'anthropic'],
      ['acme', 'chat', 'anthropic'],
    ] as const) {
      const { cost } = await pool.ai.generateResponse({ prompt, tenant, feature, modelPreferences: [wire] });
      const key = `${tenant} ${feature}`;
      costs.set(key, (costs.get(key) ?? 0) + (cost ?? Number.NaN));
    }
    const { rows, source } = await pool.ai.usage({ by: ['tenant', 'feature'] });
    expect(source).toBe('process');
    expect(
      new Map(rows.map((row) => [`${row.tenant} ${row.feature}`, row.costMicroDollars] as const)),
    ).toEqual(costs);
    expect((await pool.ai.usage({ by: 'provider' })).rows.map(({ attempts }) => attempts)).toHaveLength(3);
    await expect(pool.ai.usage({ from: Date.now() + 86_400_000 })).rejects.toThrow('from: expected');
  });
});

describe('the ledger of an application', () => {
  it('holds every attempt of 160 requests with faults and aborts at random, and has lost none when it is closed', async () => {
    const REQUESTS = 160;
    const CONCURRENCY = 16;
    const store = new MemoryLedgerStore();
    using facts = collectFacts(aiAttempt);
    await using pool = await startPool({
      chat: { deadlineMs: '2s', firstTokenMs: 250, idleMs: 250, attemptMs: 250 },
      breaker: false,
      module: { pricing: PRICING, ledger: { store, flushEvery: '1m' }, admission: { maxWaitMs: 0 } },
    });
    const pick = randomOf(20_261_128);
    let answered = 0;
    const ask = async (index: number): Promise<void> => {
      for (const wire of WIRES) {
        const fault = FAULTS[pick(FAULTS.length)];
        if (fault) pool.simulator.fail(wire, fault);
        // Who is left alone would have no further attempts.
        pool.ai.switchProvider(wire, { reason: 'well again', by: 'test' });
      }
      const caller = new AbortController();
      const request = {
        prompt: `Question ${index} ${'please '.repeat(pick(40))}`,
        tenant: `tenant ${pick(3)}`,
        user: `user ${pick(9)}`,
        feature: pick(2) === 0 ? 'a' : 'b',
        signal: caller.signal,
      };
      const streamed = pick(2) === 0;
      const most = pick(3) === 0 ? 1 + pick(5) : Infinity;
      if (pick(4) === 0) setTimeout(() => caller.abort(), pick(60)).unref();
      try {
        const response = await (streamed
          ? readAll(pool.ai, request, most)
          : pool.ai.generateResponse(request));
        if (response) answered += 1;
      } catch (error) {
        // Failures and aborts are what this is about; anything else is a defect.
        expect(String(error)).toMatch(
          /none of its providers|interrupted|abort|refuses|rejected|too long|broke/i,
        );
      }
    };
    for (let made = 0; made < REQUESTS; made += CONCURRENCY) {
      await Promise.all(Array.from({ length: CONCURRENCY }, (_, index) => ask(made + index)));
    }
    const entries = pool.ai.recentAttempts();
    const { rows } = await pool.ai.usage({ by: [] });
    await pool.app.close();

    const counts = (outcome: string) => entries.filter((entry) => entry.outcome === outcome).length;
    expect(entries.length).toBeGreaterThan(REQUESTS);
    expect(counts('failed')).toBeGreaterThan(30);
    expect(counts('aborted')).toBeGreaterThan(5);
    expect(facts.facts).toHaveLength(entries.length);
    expect(pool.simulator.hits()).toBeLessThanOrEqual(entries.length);
    const priced = entries.map(({ inputTokens, outputTokens }) => 3 * inputTokens + 15 * outputTokens);
    expect(entries.map(({ costMicroDollars }) => costMicroDollars)).toEqual(priced);
    const total = { attempts: entries.length, costMicroDollars: sum(priced), unpriced: 0 };
    expect(rows).toMatchObject([
      { ...total, answered, failed: counts('failed'), aborted: counts('aborted') },
    ]);
    const stored = await store.read({ from: 0, to: Date.now() + 1 });
    expect(sum(stored.map(({ figures }) => figures.attempts))).toBe(total.attempts);
    expect(sum(stored.map(({ figures }) => figures.costMicroDollars))).toBe(total.costMicroDollars);
    for (const dimension of USAGE_DIMENSIONS) {
      expect(new Set(stored.map(({ labels }) => labels[dimension])).size).toBe(
        new Set(entries.map((entry) => entry[dimension])).size,
      );
    }
  });

  it('loses no attempt that is under way when the application is closed', async () => {
    const store = new MemoryLedgerStore();
    using facts = collectFacts(aiAttempt);
    await using pool = await startPool({ module: { pricing: PRICING, ledger: { store, flushEvery: '1m' } } });
    for (const wire of WIRES) pool.simulator.fail(wire, { kind: 'hang' }, { times: 'always' });
    const pending = Array.from({ length: 10 }, () => thrown(pool.ai.generateResponse({ prompt })));
    await expect.poll(() => pool.simulator.hits(), { interval: 5 }).toBe(10);
    await pool.app.close();
    const stored = await store.read({ from: 0, to: Date.now() + 1 });
    for (const error of await Promise.all(pending)) {
      expect(error).toMatchObject({ code: 'AI_ALL_PROVIDERS_FAILED', reason: 'closing' });
    }
    // Each had one attempt, and none that the closed connections would only have turned down.
    expect(facts.facts.map(({ provider }) => provider)).toEqual(Array.from({ length: 10 }, () => 'groq'));
    expect(sum(stored.map(({ figures }) => figures.attempts))).toBe(10);
  });
});

describe('a budget', () => {
  const FAR = { window: '365d' } as const;
  /** 100 tokens: 1,500 micro-dollars beside the 24 of the question. */
  const long = { simulator: { answer: () => 'Well. '.repeat(67).slice(0, 400) } };

  it('per user ends what does not fit: 429, with the name of the budget and not that of the user', async () => {
    await using pool = await startPool({
      ...long,
      module: {
        pricing: PRICING,
        budgets: [{ name: 'per-user', per: 'user', limitMicroDollars: 2_000, ...FAR }],
      },
    });
    const mine = { prompt, maxTokens: 100, user: 'canary-user' };
    expect((await pool.ai.generateResponse(mine)).cost).toBe(1_524);
    for (const work of [pool.ai.generateResponse(mine), readAll(pool.ai, mine)]) {
      const error = await thrown(work);
      expect(error).toBeInstanceOf(BudgetExceededError);
      expect(error).toMatchObject({
        code: 'AI_BUDGET_EXCEEDED',
        httpStatus: 429,
        budget: 'per-user',
        why: 'spent',
        message: expect.stringContaining('per-user') as string,
      });
      expect(`${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`).not.toMatch(
        /canary|France/,
      );
    }
    expect(pool.simulator.hits()).toBe(1);
    // Somebody else has a budget of their own.
    expect((await pool.ai.generateResponse({ ...mine, user: 'another' })).cost).toBe(1_524);
  });

  it('per tenant that downgrades gives the request to a cheaper candidate, and the trail says so', async () => {
    await using pool = await startPool({
      simulator: { answer },
      module: {
        pricing: {
          [GROQ]: { inputPerMillion: 10, outputPerMillion: 100 },
          [OPENAI]: { inputPerMillion: 10, outputPerMillion: 100 },
          [ANTHROPIC]: { inputPerMillion: 1, outputPerMillion: 10 },
        },
        budgets: [{ name: 'small', per: 'tenant', limitMicroDollars: 10_100, onExceed: 'downgrade', ...FAR }],
      },
    });
    const request = { prompt, maxTokens: 1_000, tenant: 'acme' };
    const response = await pool.ai.generateResponse(request);
    expect(response).toMatchObject({ provider: 'anthropic', cost: 8 + 2 * 10 });
    expect(response.routing).toMatchObject({
      reason: 'groq, openai too dear for a budget',
      attempts: [{ provider: 'anthropic' }],
    });
    // Now the cheaper one does not fit either.
    for (let n = 0; n < 4; n++) await pool.ai.generateResponse({ ...request, maxTokens: 500 });
    const error = await thrown(pool.ai.generateResponse(request));
    expect(error).toBeInstanceOf(BudgetExceededError);
    expect(error).toMatchObject({ budget: 'small', httpStatus: 429 });
    expect(pool.hits()).toEqual({ groq: 0, openai: 0, anthropic: 5 });
  });

  it('that a failed attempt did not touch has room for the next one', async () => {
    await using pool = await startPool({
      simulator: { answer },
      module: {
        pricing: PRICING,
        budgets: [{ name: 'tight', per: 'total', limitMicroDollars: 400, ...FAR }],
      },
    });
    // 27 and 300 are held, and nothing else fits meanwhile; each refusal gives them back.
    for (const wire of ['groq', 'openai'] as const)
      pool.simulator.fail(wire, { kind: 'status', status: 503 });
    const response = await pool.ai.generateResponse({ prompt, maxTokens: 20 });
    expect(response).toMatchObject({ provider: 'anthropic', cost: 54 });
    expect((await pool.ai.usage()).rows).toMatchObject([{ attempts: 3, failed: 2, costMicroDollars: 54 }]);
  });

  it('tells its alarm once', async () => {
    using facts = collectFacts(aiBudget);
    await using pool = await startPool({
      simulator: { answer },
      module: {
        pricing: PRICING,
        budgets: [{ name: 'watched', per: 'total', limitMicroDollars: 1_000, alarmAt: 0.1, ...FAR }],
      },
    });
    const alarms = async (): Promise<readonly unknown[]> => {
      await pool.ai.generateResponse({ prompt, maxTokens: 2 });
      return facts.facts;
    };
    expect(await alarms()).toEqual([]);
    const [alarm, ...more] = await alarms();
    expect(alarm).toMatchObject({ event: 'alarm', budget: 'watched', per: 'total', share: 0.108 });
    expect(more).toEqual([]);
    expect(await alarms()).toHaveLength(1);
  });
});
