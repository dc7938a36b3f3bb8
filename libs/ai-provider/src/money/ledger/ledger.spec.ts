import { InvalidOptionError } from '@hydrogenai/common';
import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChargeBook } from '../prices/charge-book.js';
import { PriceList } from '../prices/price-list.js';
import { candidateOf, endOf, usageOf } from '../testing/attempt-ends.js';
import { aiLedger } from './ledger.facts.js';
import { Ledger } from './ledger.js';
import { resolveLedgerOptions, type LedgerOptions } from './ledger.options.js';
import type { HourRange, LedgerBatch, LedgerStore } from './ledger.store.js';
import { MemoryLedgerStore } from './memory-ledger.store.js';
import { USAGE_DIMENSIONS } from './ledger-row.js';

const HOUR_MS = 3_600_000;

function ledgerWith(options: LedgerOptions = {}) {
  const clock = new FakeClock(Date.UTC(2026, 10, 23, 10, 30));
  const charges = new ChargeBook(new PriceList(), clock);
  return { clock, ledger: new Ledger({ options: resolveLedgerOptions(options), charges, clock }) };
}

/** A store that can be lost, also with the answer on its way back. */
class ShakyStore implements LedgerStore {
  readonly inner = new MemoryLedgerStore();
  mood: 'well' | 'gone' | 'answers are lost' = 'well';
  adds = 0;

  async add(batch: LedgerBatch): Promise<void> {
    this.adds += 1;
    if (this.mood !== 'gone') await this.inner.add(batch);
    if (this.mood !== 'well') throw new Error('lost');
  }

  async read(range: HourRange) {
    if (this.mood !== 'well') throw new Error('lost');
    return this.inner.read(range);
  }
}

describe('Ledger', () => {
  it('writes down every attempt, with who, what, how much and how it ended', async () => {
    const { ledger, clock } = ledgerWith();
    const candidate = candidateOf('openai', 'gpt-5.4-mini', 'openai#2');
    const profile = { tenant: 't', user: 'u', feature: 'f', inputTokens: 1_000 };
    ledger.attemptEnded(endOf({ candidate, profile, usage: usageOf(1_000, 200), ms: 12.3, firstTokenMs: 4 }));
    ledger.attemptEnded(endOf({ candidate, profile, failure: { kind: 'aborted' }, outputCharacters: 40 }));
    ledger.attemptEnded(endOf({ candidate, profile, failure: { kind: 'rate_limit', httpStatus: 429 } }));
    ledger.attemptEnded(endOf({ candidate: candidateOf('local', 'x'), profile, usage: usageOf(5, 5) }));
    const [unpriced, refused, aborted, answered] = ledger.recent();
    expect(answered).toEqual({
      at: clock.now(),
      provider: 'openai',
      model: 'gpt-5.4-mini',
      account: 'openai#2',
      tenant: 't',
      user: 'u',
      feature: 'f',
      outcome: 'answered',
      inputTokens: 1_000,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 200,
      reasoningTokens: 0,
      costMicroDollars: 1_650,
      source: 'provider',
      latencyMs: 12.3,
      firstTokenMs: 4,
    });
    expect(aborted).toMatchObject({
      outcome: 'aborted',
      kind: 'aborted',
      inputTokens: 1_000,
      outputTokens: 10,
      costMicroDollars: 795,
      source: 'estimated',
    });
    expect(refused).toMatchObject({ outcome: 'failed', kind: 'rate_limit', costMicroDollars: 0 });
    expect(unpriced).toMatchObject({ provider: 'local', costMicroDollars: null });
    expect(await ledger.usage({ by: ['provider', 'account'] })).toEqual({
      from: Date.UTC(2026, 10, 23),
      to: Date.UTC(2026, 10, 23, 11),
      source: 'process',
      rows: [
        {
          provider: 'openai',
          account: 'openai#2',
          attempts: 3,
          answered: 1,
          failed: 1,
          aborted: 1,
          inputTokens: 2_000,
          cacheReadTokens: 0,
          cacheWriteTokens: 0,
          outputTokens: 210,
          reasoningTokens: 0,
          costMicroDollars: 2_445,
          unpriced: 0,
          estimated: 1,
          estimatedShare: 1 / 3,
          latencyMs: 32,
          firstTokenMs: 4,
          firstTokens: 1,
        },
        expect.objectContaining({ provider: 'local', attempts: 1, unpriced: 1, costMicroDollars: 0 }),
      ],
    });
  });

  it('sums up to exactly what its attempts sum up to, by whatever they are grouped', async () => {
    const attempt = fc.record({
      provider: fc.constantFrom('openai', 'local'),
      account: fc.constantFrom('one', 'two'),
      tenant: fc.constantFrom(undefined, 'a', 'b'),
      user: fc.constantFrom(undefined, 'u', 'v'),
      input: fc.integer({ min: 0, max: 500_000 }),
      output: fc.integer({ min: 0, max: 10_000 }),
      how: fc.constantFrom('answered', 'aborted', 'refused', 'timeout'),
      later: fc.integer({ min: 0, max: 2 * HOUR_MS }),
    });
    const by = fc.subarray([...USAGE_DIMENSIONS]);
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { maxLength: 40 }), by, async (attempts, dimensions) => {
        const { ledger, clock } = ledgerWith();
        for (const { provider, account, input, output, how, later, ...who } of attempts) {
          clock.advance(later);
          ledger.attemptEnded(
            endOf({
              candidate: candidateOf(provider, 'gpt-5.4', account),
              profile: { inputTokens: input, ...withoutNothing(who) },
              ...(how === 'answered' ? { usage: usageOf(input, output) } : {}),
              ...(how === 'aborted' ? { failure: { kind: 'aborted' }, outputCharacters: output } : {}),
              ...(how === 'refused' ? { failure: { kind: 'quota', httpStatus: 429 } } : {}),
              ...(how === 'timeout' ? { failure: { kind: 'timeout' } } : {}),
            }),
          );
        }
        const report = await ledger.usage({ by: dimensions, from: 0 });
        const total = (figure: 'attempts' | 'costMicroDollars' | 'inputTokens' | 'unpriced'): number =>
          report.rows.reduce((sum, row) => sum + row[figure], 0);
        const entries = ledger.recent();
        expect(entries).toHaveLength(attempts.length);
        expect(total('attempts')).toBe(attempts.length);
        expect(total('inputTokens')).toBe(entries.reduce((sum, entry) => sum + entry.inputTokens, 0));
        expect(total('costMicroDollars')).toBe(
          entries.reduce((sum, entry) => sum + (entry.costMicroDollars ?? 0), 0),
        );
        expect(total('unpriced')).toBe(entries.filter((entry) => entry.costMicroDollars === null).length);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the latest attempts, newest first, and no more', () => {
    const { ledger } = ledgerWith({ recent: 3 });
    for (const ms of [1, 2, 3, 4, 5]) ledger.attemptEnded(endOf({ ms }));
    expect(ledger.recent().map(({ latencyMs }) => latencyMs)).toEqual([5, 4, 3]);
    expect(ledger.recent(1).map(({ latencyMs }) => latencyMs)).toEqual([5]);
    const silent = ledgerWith({ recent: 0 }).ledger;
    silent.attemptEnded(endOf());
    expect(silent.recent()).toEqual([]);
  });

  it('forgets hours after their retention', async () => {
    const { ledger, clock } = ledgerWith({ retention: '2h' });
    ledger.attemptEnded(endOf());
    clock.advance(2 * HOUR_MS);
    ledger.attemptEnded(endOf());
    const attempts = async () => (await ledger.usage({ from: 0 })).rows[0]?.attempts;
    expect(await attempts()).toBe(2);
    clock.advance(HOUR_MS);
    ledger.attemptEnded(endOf());
    expect(await attempts()).toBe(2);
  });

  it('refuses a query that makes no sense, naming the field', async () => {
    const { ledger } = ledgerWith();
    // What JavaScript may give.
    await expect(ledger.usage({ by: 'prompt' as 'user' })).rejects.toThrow(InvalidOptionError);
    await expect(ledger.usage({ from: new Date(Number.NaN) })).rejects.toThrow(/^from/);
    await expect(ledger.usage({ from: 5, to: 4 })).rejects.toThrow(/^from/);
  });

  it('needs no timer without a store', () => {
    const { ledger, clock } = ledgerWith();
    ledger.attemptEnded(endOf());
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('Ledger with a store', () => {
  const usage = usageOf(1_000, 0);

  it('writes behind, in batches, and asks the store', async () => {
    const store = new ShakyStore();
    const { ledger, clock } = ledgerWith({ store, flushEvery: '1s' });
    for (let index = 0; index < 500; index += 1) ledger.attemptEnded(endOf({ usage }));
    expect(store.adds).toBe(0);
    await clock.advanceAsync(1_000);
    expect(store.adds).toBe(1);
    expect(clock.pendingTimers).toBe(0);
    const other = ledgerWith({ store });
    other.ledger.attemptEnded(endOf({ usage }));
    expect(await other.ledger.usage()).toMatchObject({
      source: 'store',
      rows: [{ attempts: 501, costMicroDollars: 501 * 750 }],
    });
  });

  it('counts everything once when the store is lost for a while, and tells it once', async () => {
    const store = new ShakyStore();
    const { ledger, clock } = ledgerWith({ store, flushEvery: '1s' });
    using facts = collectFacts(aiLedger);
    for (const mood of ['gone', 'answers are lost', 'gone', 'answers are lost'] as const) {
      store.mood = mood;
      ledger.attemptEnded(endOf({ usage }));
      await clock.advanceAsync(1_000);
    }
    expect(facts.facts).toEqual([{ event: 'store_lost' }]);
    expect(await ledger.usage()).toMatchObject({ source: 'process', rows: [{ attempts: 4 }] });
    store.mood = 'well';
    await clock.advanceAsync(1_000);
    expect(facts.facts).toEqual([{ event: 'store_lost' }, { event: 'store_back', outageMs: 4_000 }]);
    expect(await ledger.usage()).toMatchObject({
      source: 'store',
      rows: [{ attempts: 4, costMicroDollars: 4 * 750 }],
    });
  });

  it('counts everything once, whatever the store does in between', async () => {
    const mood = fc.constantFrom('well', 'gone', 'answers are lost');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(mood, fc.integer({ min: 0, max: 3 })), { maxLength: 15 }),
        async (steps) => {
          const store = new ShakyStore();
          const { ledger } = ledgerWith({ store });
          let made = 0;
          for (const [now, attempts] of steps) {
            store.mood = now;
            for (let index = 0; index < attempts; index += 1) ledger.attemptEnded(endOf({ usage }));
            made += attempts;
            await ledger.usage();
          }
          store.mood = 'well';
          const { rows, source } = await ledger.usage();
          expect(source).toBe('store');
          expect(rows[0]?.attempts ?? 0).toBe(made);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('hands over what is left when it is closed, and leaves no timer', async () => {
    const store = new ShakyStore();
    const { ledger, clock } = ledgerWith({ store });
    ledger.attemptEnded(endOf({ usage }));
    await ledger.close();
    expect(clock.pendingTimers).toBe(0);
    expect(await store.inner.read({ from: 0, to: Infinity })).toMatchObject([{ figures: { attempts: 1 } }]);
  });
});

function withoutNothing<Value extends object>(
  value: Value,
): { [Name in keyof Value]?: NonNullable<Value[Name]> } {
  // Undefined fields are left out, as exact optional ones want it.
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Name in keyof Value]?: NonNullable<Value[Name]>;
  };
}
