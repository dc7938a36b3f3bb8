import {
  aiBoard,
  aiBudget,
  aiLedger,
  BudgetExceededError,
  type AiProviderOptions,
} from '@hydrogenai/ai-provider';
import { collectFacts } from '@hydrogenai/common/testing';
import { rateLimitStore } from '@hydrogenai/rate-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { CANDIDATES, startPool, type Pool } from './support/pool.js';

const [GROQ = ''] = CANDIDATES;
/** 8 tokens in and 100 out, at 3 and 15 micro-dollars each. */
const COST = 1_524;
const request = {
  prompt: 'What is the capital of France?',
  maxTokens: 100,
  tenant: 'acme',
  feature: 'geography',
};

let redis: RedisServer;
let count = 0;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());

/** Applications with the same prefix are processes of one fleet. */
function application(prefix: string, limitMicroDollars: number, url = redis.url): Promise<Pool> {
  const money: Partial<AiProviderOptions> = {
    pricing: { [GROQ]: { inputPerMillion: 3, outputPerMillion: 15 } },
    budgets: [{ name: 'fleet', per: 'tenant', limitMicroDollars, window: '365d' }],
    budgeting: { deadline: '5s' },
    ledger: { flushEvery: '10ms' },
  };
  return startPool({
    simulator: { answer: () => 'Well. '.repeat(67).slice(0, 400) },
    chat: { use: [GROQ] },
    sharedState: { redis: { url }, prefix, instances: 2 },
    module: money,
  });
}

const freshPrefix = (): string => `money-${count++}`;

describe('two applications with one Redis', () => {
  it('spend from one budget and keep one ledger, and one that starts anew still knows what was spent', async () => {
    const prefix = freshPrefix();
    await using first = await application(prefix, 3 * COST + 200);
    await using second = await application(prefix, 3 * COST + 200);
    const spend = async (pool: Pool) => (await pool.ai.generateResponse(request)).cost;
    expect(await spend(first)).toBe(COST);
    expect(await spend(second)).toBe(COST);
    expect(await spend(first)).toBe(COST);
    for (const pool of [first, second]) {
      await expect
        .poll(() => spend(pool).catch((error: unknown) => error))
        .toBeInstanceOf(BudgetExceededError);
      await expect
        .poll(() => pool.ai.usage({ by: ['tenant', 'feature'] }))
        .toMatchObject({
          source: 'store',
          rows: [{ tenant: 'acme', feature: 'geography', attempts: 3, costMicroDollars: 3 * COST }],
        });
    }
    expect([first, second].map(({ simulator }) => simulator.hits())).toEqual([2, 1]);
    await first.app.close();
    await second.app.close();

    await using restarted = await application(prefix, 3 * COST + 200);
    await expect(spend(restarted)).rejects.toMatchObject({ budget: 'fleet', why: 'spent' });
    expect((await restarted.ai.usage()).rows).toMatchObject([{ attempts: 3, costMicroDollars: 3 * COST }]);
    // Another tenant has one of its own.
    expect((await restarted.ai.generateResponse({ ...request, tenant: 'other' })).cost).toBe(COST);
  });

  it('hold a budget together while all ask at once: never above the cap, and nothing is held afterwards', async () => {
    const prefix = freshPrefix();
    const cap = 10 * COST + 200;
    await using first = await application(prefix, cap);
    await using second = await application(prefix, cap);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? first : second).ai.generateResponse(request),
      ),
    );
    const answered = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(answered).toBeLessThanOrEqual(10);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(BudgetExceededError);
    }
    // What was refused because others held it may be asked for again, until all is spent.
    for (let more = answered; more < 10; more++) await first.ai.generateResponse(request);
    // The other application hears of the last settlement a moment later.
    await expect
      .poll(() => second.ai.generateResponse(request).catch((error: unknown) => error))
      .toMatchObject({ why: 'spent' });
    await expect
      .poll(async () => (await second.ai.usage()).rows)
      .toMatchObject([{ attempts: 10, costMicroDollars: 10 * COST }]);
  });
});

describe('an application whose Redis is killed', () => {
  it('goes on with what it knows, and tells each loss once', async () => {
    await using lost = await startRedis();
    await using pool = await application(freshPrefix(), 100 * COST, lost.url);
    await pool.ai.generateResponse(request);
    using budgets = collectFacts(aiBudget);
    using ledger = collectFacts(aiLedger);
    using board = collectFacts(aiBoard);
    using limits = collectFacts(rateLimitStore);
    await lost.stop();
    for (let n = 0; n < 5; n++) expect((await pool.ai.generateResponse(request)).cost).toBe(COST);
    expect(await pool.ai.usage({ by: 'tenant' })).toMatchObject({
      source: 'process',
      rows: [{ tenant: 'acme', attempts: 6, costMicroDollars: 6 * COST }],
    });
    const told = () => [budgets, ledger, board, limits].map(({ facts }) => facts.map(({ event }) => event));
    // The board asks twice a second; the others ask for each attempt.
    await expect.poll(told).toEqual([['store_lost'], ['store_lost'], ['degraded'], ['degraded']]);
  });
});
