import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import type { LogicalModelOptions } from '../ai-provider.options.js';
import { ANTHROPIC, GROQ, OPENAI, pricedPoolOn } from './testing/priced-pool.js';

type Settings = Parameters<typeof pricedPoolOn> extends [unknown, ...infer Rest] ? Rest : never;
const pricedPool = (...settings: Settings) =>
  pricedPoolOn(new FakeClock(Date.UTC(2026, 10, 27)), ...settings);

const QUESTION = { prompt: 'What is the capital of France?' };

describe('the strategies of a pool', () => {
  it('cost: asks the cheapest by the real prices, and the others behind it', async () => {
    const { ai, asked } = await pricedPool({ strategy: 'cost' });
    const { candidates, reason } = await ai.explain({ ...QUESTION, maxTokens: 1_000 });
    expect(candidates.map(({ candidate }) => candidate)).toEqual([GROQ, ANTHROPIC, OPENAI]);
    expect(reason).toBe('the cheapest for this request');
    const costs = candidates.map(({ estimatedCost }) => estimatedCost ?? Number.NaN);
    // 1,000 tokens at 0.60, 5 and 15 dollars a million, and the prompt.
    for (const [index, dollars] of [600, 5_000, 15_000].entries()) {
      expect(costs[index]).toBeGreaterThanOrEqual(dollars);
      expect(costs[index]).toBeLessThan(dollars * 1.1);
    }
    expect((await ai.generateResponse(QUESTION)).routing.reason).toBe('the cheapest for this request');
    expect(asked()).toEqual(['groq']);
  });

  it('cost: puts an unknown price last', async () => {
    const { ai } = await pricedPool({ strategy: 'cost' }, { pricing: { [GROQ]: null } });
    const { candidates } = await ai.explain(QUESTION);
    expect(candidates.at(-1)).toMatchObject({ candidate: GROQ, estimatedCost: null });
  });

  it('weighted: asks in proportion to the weights, and the same seed gives the same', async () => {
    const chat: Partial<LogicalModelOptions> = {
      strategy: 'weighted',
      use: [
        { model: OPENAI, weight: 3 },
        { model: GROQ, weight: 1 },
      ],
    };
    const runs: string[][] = [];
    for (let run = 0; run < 2; run++) {
      const { ai, asked } = await pricedPool(chat);
      for (let request = 0; request < 200; request++) await ai.generateResponse(QUESTION);
      const counts = Object.groupBy(asked(), (name) => name);
      expect(counts['openai']?.length).toBeGreaterThan(125);
      expect(counts['openai']?.length).toBeLessThan(175);
      runs.push([String(counts['openai']?.length), String(counts['groq']?.length)]);
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  it('leastBusy: sends what comes at once to different ones', async () => {
    const { ai } = await pricedPool({ strategy: 'leastBusy' });
    const chosen = await Promise.all([1, 2, 3].map(() => ai.generateResponse(QUESTION)));
    expect(new Set(chosen.map(({ provider }) => provider)).size).toBe(3);
    const { candidates } = await ai.explain(QUESTION);
    expect(candidates.map(({ inFlight }) => inFlight)).toEqual([0, 0, 0]);
  });

  it('keeps a session at one candidate, and sessions apart', async () => {
    const { ai } = await pricedPool({ stickyBy: 'session' });
    const providers = new Set<string>();
    for (let session = 0; session < 20; session++) {
      const request = { ...QUESTION, session: `s${session}` };
      const { provider, routing } = await ai.generateResponse(request);
      expect((await ai.generateResponse(request)).provider).toBe(provider);
      expect(routing.reason).toBe('keeps to its session');
      providers.add(provider);
    }
    expect(providers.size).toBe(3);
  });
});
