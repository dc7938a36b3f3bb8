import { BudgetExceededError, USAGE_DIMENSIONS, type PricingOptions } from '@hydrogenai/ai-provider';
import { WIRES } from '@hydrogenai/ai-provider/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { AttemptEnd } from '../../../libs/ai-provider/src/failover/attempt-end.js';
import { CANDIDATES } from './support/pool.js';
import { startMoneyPool, type MoneyPool } from './support/money-pool.js';
import { FAULTS, randomOf, sum } from './support/random-faults.js';

/** Whole prices, so that the reference needs no fractions: a token in costs 1 micro-dollar, one out 2. */
const PLAIN = { inputPerMillion: 1, outputPerMillion: 2 };
const PRICING: PricingOptions = Object.fromEntries(CANDIDATES.map((id) => [id, PLAIN]));

/** What an attempt cost, in the plainest way. */
function costOf({ usage, failure, profile, outputCharacters }: AttemptEnd): number {
  if (usage) return (usage.inputTokens.total ?? Number.NaN) + 2 * (usage.outputTokens.total ?? Number.NaN);
  if (failure?.httpStatus !== undefined && failure.httpStatus >= 400 && outputCharacters === 0) return 0;
  return profile.inputTokens + 2 * Math.ceil(outputCharacters / 4);
}

/** Reads a stream up to its end, or leaves after so many parts. True when it came to its end. */
async function readAll(
  pool: MoneyPool,
  question: Parameters<MoneyPool['stream']>[0],
  most: number,
): Promise<boolean> {
  const { result } = await pool.stream(question);
  let parts = 0;
  for await (const part of result.stream) {
    if (part.type === 'finish') return true;
    parts += 1;
    if (parts >= most) return false;
  }
  return false;
}

describe('the ledger over sockets', () => {
  it('sums up to exactly the sum of all attempts after faults and aborts at random, and so do the budgets', async () => {
    const REQUESTS = 120;
    const LIMIT = 1_000_000_000;
    await using pool = await startMoneyPool({
      pricing: PRICING,
      budgets: [{ name: 'all', per: 'total', limitMicroDollars: LIMIT, window: '365d' }],
    });
    const pick = randomOf(20_261_127);
    let whole = 0;
    const ask = async (index: number): Promise<void> => {
      for (const wire of WIRES) {
        const fault = FAULTS[pick(FAULTS.length)];
        if (fault) pool.simulator.fail(wire, fault);
      }
      const caller = new AbortController();
      const question = {
        text: `Question ${index} ${'please '.repeat(pick(40))}`,
        profile: { tenant: `tenant ${pick(3)}`, user: `user ${pick(9)}`, feature: pick(2) === 0 ? 'a' : 'b' },
        signal: caller.signal,
      };
      const streamed = pick(2) === 0;
      const most = pick(3) === 0 ? 1 + pick(5) : Infinity;
      if (pick(4) === 0) setTimeout(() => caller.abort(), pick(60)).unref();
      try {
        if (!streamed) await pool.generate(question);
        if (!streamed || (await readAll(pool, question, most))) whole += 1;
      } catch (error) {
        // Failures and aborts are what this is about; anything else is a defect.
        expect(String(error)).toMatch(/none of its providers|interrupted|abort|refuses|rejected|too long/i);
      }
    };
    const CONCURRENCY = 12;
    for (let made = 0; made < REQUESTS; made += CONCURRENCY) {
      await Promise.all(Array.from({ length: CONCURRENCY }, (_, index) => ask(made + index)));
    }
    // Streams that were left are settled in their own turn.
    await sleep(20);

    const { rows } = await pool.money.ledger.usage();
    const [total] = rows;
    const failed = pool.ends.filter(({ failure }) => failure && failure.kind !== 'aborted');
    const aborted = pool.ends.filter(({ failure }) => failure?.kind === 'aborted');
    expect(failed.length).toBeGreaterThan(30);
    expect(aborted.length).toBeGreaterThan(5);
    expect(pool.ends.length).toBeGreaterThan(REQUESTS);
    expect(pool.simulator.hits()).toBeLessThanOrEqual(pool.ends.length);
    expect(total).toMatchObject({
      attempts: pool.ends.length,
      answered: whole,
      failed: failed.length,
      aborted: aborted.length,
      costMicroDollars: sum(pool.ends.map(costOf)),
      unpriced: 0,
    });
    for (const dimension of USAGE_DIMENSIONS) {
      const grouped = await pool.money.ledger.usage({ by: dimension });
      expect(sum(grouped.rows.map(({ costMicroDollars }) => costMicroDollars))).toBe(total?.costMicroDollars);
    }
    expect(pool.ends.some(({ index }) => (index ?? 0) > 0)).toBe(true);

    // The budget has settled the same sum, and holds nothing any more: what is left fits, and not a micro-dollar more.
    const left = LIMIT - (total?.costMicroDollars ?? 0);
    const fits = (outputTokens: number) =>
      pool.money.budgets.enter({
        candidate: pool.ends[0]?.candidate ?? expect.unreachable(),
        profile: { inputTokens: 0, maxOutputTokens: outputTokens },
        waitAtMostMs: 0,
        signal: undefined,
      });
    expect(fits(Math.floor(left / 2) + 1)).toMatchObject({ kind: 'refused' });
    expect(fits(Math.floor(left / 2))).toMatchObject({ kind: 'entered' });
  }, 60_000);

  it('keeps what the provider counted of an answer, and an estimate of a stream that was left', async () => {
    await using pool = await startMoneyPool({ pricing: PRICING });
    const { result } = await pool.generate({ text: 'What is the capital of France?' });
    const [answered] = pool.money.ledger.recent();
    expect(answered).toMatchObject({
      provider: 'groq',
      outcome: 'answered',
      source: 'provider',
      inputTokens: result.usage.inputTokens.total,
      outputTokens: result.usage.outputTokens.total,
    });
    expect(await readAll(pool, { text: 'Tell me a long story about the sea, please.' }, 4)).toBe(false);
    const [left] = pool.money.ledger.recent();
    expect(left).toMatchObject({ outcome: 'aborted', source: 'estimated', inputTokens: 11 });
    expect(left?.outputTokens).toBeGreaterThan(0);
  });
});

describe('budgets over sockets', () => {
  const pricing: PricingOptions = {
    [CANDIDATES[0] ?? '']: { inputPerMillion: 10, outputPerMillion: 100 },
    [CANDIDATES[1] ?? '']: { inputPerMillion: 1, outputPerMillion: 10 },
  };

  it('ends a request that does not fit before anybody is asked', async () => {
    await using pool = await startMoneyPool({
      pricing,
      budgets: [{ name: 'small', per: 'user', limitMicroDollars: 1_000, window: 'day' }],
    });
    const error: unknown = await pool
      .generate({ text: 'Hello', maxOutputTokens: 1_000 })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BudgetExceededError);
    expect(error).toMatchObject({ code: 'AI_BUDGET_EXCEEDED', httpStatus: 429, budget: 'small' });
    expect(pool.simulator.hits()).toBe(0);
    expect(pool.ends).toEqual([]);
  });

  it('is answered by a cheaper model where it may be, until that does not fit either', async () => {
    await using pool = await startMoneyPool({
      pricing,
      budgets: [
        { name: 'small', per: 'tenant', limitMicroDollars: 10_100, window: 'day', onExceed: 'downgrade' },
      ],
    });
    const question = { text: 'Hello', maxOutputTokens: 1_000, profile: { tenant: 't' } };
    const { attempt } = await pool.generate({ ...question, use: CANDIDATES.slice(0, 2) });
    expect(attempt.candidate.id).toBe(CANDIDATES[1]);
    expect(pool.simulator.hits('groq')).toBe(0);
    await pool.generate({ ...question, maxOutputTokens: 2, use: CANDIDATES.slice(0, 1) });
    await expect(pool.generate({ ...question, use: CANDIDATES.slice(0, 2) })).rejects.toMatchObject({
      code: 'AI_BUDGET_EXCEEDED',
    });
    expect(pool.simulator.hits()).toBe(2);
    // Another tenant has one of its own.
    await pool.generate({ ...question, profile: { tenant: 'other' }, use: CANDIDATES.slice(0, 2) });
  });
});
