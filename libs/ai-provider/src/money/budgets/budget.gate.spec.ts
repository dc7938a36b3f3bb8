import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../candidates/candidate.js';
import type { CallProfile } from '../../failover/attempt-end.js';
import { ChargeBook } from '../prices/charge-book.js';
import { PriceList } from '../prices/price-list.js';
import { resolvePricing } from '../prices/pricing.options.js';
import { candidateOf, endOf, usageOf } from '../testing/attempt-ends.js';
import { aiBudget } from './budget.facts.js';
import { BudgetGate, type BudgetAnswer } from './budget.gate.js';
import { resolveBudgets, type BudgetingOptions, type BudgetOptions } from './budget.options.js';
import { MemoryBudgetStore } from './memory-budget.store.js';

/** A token is a micro-dollar at the dear one, and a tenth of it at the cheap one. */
const prices = new PriceList(
  resolvePricing(
    {
      'a/dear': { inputPerMillion: 1, outputPerMillion: 1 },
      'b/cheap': { inputPerMillion: 0.1, outputPerMillion: 0.1 },
    },
    'pricing',
  ),
);
const DEAR = candidateOf('a', 'dear');
const CHEAP = candidateOf('b', 'cheap');
const UNPRICED = candidateOf('c', 'unknown');

function gateWith(budgets: readonly BudgetOptions[], budgeting: BudgetingOptions = {}) {
  const clock = new FakeClock(Date.UTC(2026, 10, 23, 10, 30));
  const options = resolveBudgets(budgets, budgeting);
  const gate = new BudgetGate({
    options,
    clock,
    charges: new ChargeBook(prices, clock),
    store: (onSpent) => new MemoryBudgetStore({ clock, leaseMs: options.leaseMs, onSpent }),
  });
  const ask = (
    candidate: Candidate,
    maxOutputTokens: number | undefined,
    who: Partial<CallProfile> = {},
    waitAtMostMs = 0,
  ): BudgetAnswer | Promise<BudgetAnswer> =>
    gate.enter({
      candidate,
      profile: { inputTokens: 0, maxOutputTokens, ...who },
      waitAtMostMs,
      signal: undefined,
    });
  const spend = (
    candidate: Candidate,
    tokens: number,
    who: Partial<CallProfile> = {},
  ): BudgetAnswer['kind'] => {
    const answer = ask(candidate, tokens, who);
    if (answer instanceof Promise) throw new Error('memory answers at once');
    if (answer.kind === 'entered') answer.pass.leave(endOf({ candidate, usage: usageOf(0, tokens) }));
    return answer.kind;
  };
  return { clock, gate, ask, spend };
}

describe('BudgetGate', () => {
  it('holds the most that a call may cost, and charges what it did cost', () => {
    const { ask, spend } = gateWith([{ name: 'all', per: 'total', limitMicroDollars: 100, window: 'day' }]);
    const first = ask(DEAR, 100);
    expect(ask(DEAR, 1)).toMatchObject({ kind: 'refused', why: 'budget', error: { why: 'reserved' } });
    if (first instanceof Promise || first.kind !== 'entered') throw new Error('there is room');
    first.pass.leave(endOf({ candidate: DEAR, usage: usageOf(10, 30) }));
    expect(spend(DEAR, 61)).toBe('refused');
    expect(spend(DEAR, 60)).toBe('entered');
    expect(spend(DEAR, 1)).toBe('refused');
  });

  it('charges nothing for a call that was refused by the provider, and an estimate for one that was cut off', () => {
    const { ask, spend } = gateWith([{ name: 'all', per: 'total', limitMicroDollars: 100, window: 'day' }]);
    const cutOff = [
      { failure: { kind: 'rate_limit', httpStatus: 429 } },
      { failure: { kind: 'aborted' }, outputCharacters: 80 },
    ] as const;
    for (const parts of cutOff) {
      const answer = ask(DEAR, 100);
      if (answer instanceof Promise || answer.kind !== 'entered') throw new Error('there is room');
      answer.pass.leave(endOf({ candidate: DEAR, profile: { inputTokens: 0 }, ...parts }));
    }
    expect(spend(DEAR, 81)).toBe('refused');
    expect(spend(DEAR, 80)).toBe('entered');
  });

  it.each([
    ['user', { user: 'x' }, { user: 'y' }],
    ['tenant', { tenant: 'x' }, { tenant: 'y' }],
    ['feature', { feature: 'x' }, { feature: 'y' }],
  ] as const)('gives each %s one of its own, and those without a name one together', (per, one, other) => {
    const { spend } = gateWith([{ name: 'own', per, limitMicroDollars: 10, window: 'day' }]);
    expect([spend(DEAR, 10, one), spend(DEAR, 1, one)]).toEqual(['entered', 'refused']);
    expect([spend(DEAR, 10, other), spend(DEAR, 1, other)]).toEqual(['entered', 'refused']);
    expect([spend(DEAR, 10), spend(DEAR, 1)]).toEqual(['entered', 'refused']);
  });

  it('begins anew with each window, and says when that is', () => {
    const { spend, ask, clock } = gateWith([
      { name: 'h', per: 'total', limitMicroDollars: 10, window: 'hour' },
    ]);
    spend(DEAR, 10);
    expect(ask(DEAR, 1)).toMatchObject({
      kind: 'refused',
      retryInMs: 30 * 60_000,
      ends: true,
      error: { why: 'spent', budget: 'h', httpStatus: 429, retryAfterMs: 30 * 60_000, retryable: true },
    });
    clock.advance(30 * 60_000);
    expect(spend(DEAR, 10)).toBe('entered');
  });

  it('never asks again for a call that no window can hold', () => {
    const { ask } = gateWith([{ name: 'h', per: 'total', limitMicroDollars: 10, window: 'hour' }]);
    expect(ask(DEAR, 11)).toMatchObject({
      retryInMs: undefined,
      error: { why: 'too_dear', retryable: false },
    });
  });

  it('lets a cheaper candidate in where it downgrades, and ends the request where it rejects', () => {
    const budget = { name: 'd', per: 'tenant', limitMicroDollars: 50, window: 'day' } as const;
    const downgrading = gateWith([{ ...budget, onExceed: 'downgrade' }]);
    expect(downgrading.ask(DEAR, 100)).toMatchObject({ kind: 'refused', ends: false });
    expect(downgrading.spend(CHEAP, 100)).toBe('entered');
    expect(gateWith([budget]).ask(DEAR, 100)).toMatchObject({ kind: 'refused', ends: true });
    const byProvider = gateWith([{ ...budget, per: 'provider' }]);
    expect(byProvider.spend(DEAR, 50)).toBe('entered');
    expect(byProvider.ask(DEAR, 1)).toMatchObject({ kind: 'refused', ends: false });
    expect(byProvider.spend(CHEAP, 50)).toBe('entered');
  });

  it('charges all budgets of a call or none, and explains by the one that takes longest', () => {
    const { ask, spend } = gateWith([
      { name: 'user', per: 'user', limitMicroDollars: 10, window: 'hour' },
      { name: 'total', per: 'total', limitMicroDollars: 25, window: 'day' },
    ]);
    expect([spend(DEAR, 10, { user: 'x' }), spend(DEAR, 10, { user: 'x' })]).toEqual(['entered', 'refused']);
    // The refused one took nothing from the total.
    expect([spend(DEAR, 10, { user: 'y' }), spend(DEAR, 5, { user: 'z' })]).toEqual(['entered', 'entered']);
    expect(ask(DEAR, 10, { user: 'x' })).toMatchObject({ error: { budget: 'total' } });
  });

  it('limits single calls without a window', () => {
    const { spend, ask } = gateWith([
      { name: 'one', per: 'call', limitMicroDollars: 50, onExceed: 'downgrade' },
    ]);
    expect([spend(DEAR, 50), spend(DEAR, 50), spend(CHEAP, 500)]).toEqual(['entered', 'entered', 'entered']);
    expect(ask(DEAR, 51)).toMatchObject({ kind: 'refused', ends: false, error: { why: 'too_dear' } });
  });

  it('reserves a margin for the estimate of the prompt, and an assumed answer where none is bounded', () => {
    const budget = { name: 'one', per: 'call', limitMicroDollars: 1_100 } as const;
    expect(gateWith([budget]).ask(DEAR, 0, { inputTokens: 1_000 })).toMatchObject({ kind: 'entered' });
    expect(gateWith([budget]).ask(DEAR, 0, { inputTokens: 1_001 })).toMatchObject({ kind: 'refused' });
    expect(gateWith([budget], { assumedOutputTokens: 1_100 }).ask(DEAR, undefined)).toMatchObject({
      kind: 'entered',
    });
    expect(gateWith([budget], { assumedOutputTokens: 1_101 }).ask(DEAR, undefined)).toMatchObject({
      kind: 'refused',
    });
  });

  it('leaves out candidates without a price, and tells so once; unless it is told to allow them', () => {
    const budget = { name: 'one', per: 'total', limitMicroDollars: 5, window: 'day' } as const;
    using facts = collectFacts(aiBudget);
    const strict = gateWith([budget]);
    for (let asked = 0; asked < 3; asked += 1) {
      expect(strict.ask(UNPRICED, 1_000)).toMatchObject({
        kind: 'refused',
        ends: false,
        retryInMs: undefined,
        error: { why: 'unpriced' },
      });
    }
    expect(facts.facts).toEqual([{ event: 'unpriced', candidate: 'c/unknown' }]);
    expect(gateWith([budget], { unpriced: 'allow' }).ask(UNPRICED, 1_000)).toMatchObject({ kind: 'entered' });
    expect(gateWith([]).ask(UNPRICED, 1_000)).toMatchObject({ kind: 'entered' });
  });

  it('sounds the alarm once for each subject and window, without a name', () => {
    const { spend, clock } = gateWith([{ name: 'd', per: 'user', limitMicroDollars: 100, window: 'day' }]);
    using facts = collectFacts(aiBudget);
    spend(DEAR, 79, { user: 'somebody' });
    expect(facts.facts).toEqual([]);
    for (const tokens of [1, 5, 5]) spend(DEAR, tokens, { user: 'somebody' });
    const alarm = {
      event: 'alarm',
      budget: 'd',
      per: 'user',
      share: 0.8,
      windowEndsAt: Date.UTC(2026, 10, 24),
    };
    expect(facts.facts).toEqual([alarm]);
    spend(DEAR, 100, { user: 'another' });
    clock.advance(86_400_000);
    spend(DEAR, 80, { user: 'somebody' });
    expect(facts.facts).toEqual([
      alarm,
      { ...alarm, share: 1 },
      { ...alarm, windowEndsAt: Date.UTC(2026, 10, 25) },
    ]);
  });

  it('waits for calls under way where it may, and not for a window to end', async () => {
    const { ask, spend, clock } = gateWith([
      { name: 'd', per: 'total', limitMicroDollars: 100, window: 'day' },
    ]);
    const first = ask(DEAR, 100);
    const waiting = Promise.resolve(ask(DEAR, 50, {}, 5_000));
    const late = Promise.resolve(ask(DEAR, 60, {}, 100));
    await clock.advanceAsync(1_000);
    expect(await late).toMatchObject({ kind: 'refused', error: { why: 'reserved' } });
    if (first instanceof Promise || first.kind !== 'entered') throw new Error('there is room');
    first.pass.leave(endOf({ candidate: DEAR, usage: usageOf(0, 50) }));
    await clock.advanceAsync(300);
    expect(await waiting).toMatchObject({ kind: 'entered' });
    expect(spend(DEAR, 1)).toBe('refused');
    await clock.advanceAsync(600_000);
    expect(spend(DEAR, 50)).toBe('entered');
    // Asked with a wait, but there is nothing to wait for.
    expect(ask(DEAR, 1, {}, 5_000)).toMatchObject({ kind: 'refused', error: { why: 'spent' } });
    expect(clock.pendingTimers).toBe(0);
  });

  it('stops waiting when the caller goes away', async () => {
    const { gate, ask, clock } = gateWith([
      { name: 'd', per: 'total', limitMicroDollars: 100, window: 'day' },
    ]);
    expect(ask(DEAR, 100)).toMatchObject({ kind: 'entered' });
    const caller = new AbortController();
    const waiting = Promise.resolve(
      gate.enter({
        candidate: DEAR,
        profile: { inputTokens: 0, maxOutputTokens: 10 },
        waitAtMostMs: 5_000,
        signal: caller.signal,
      }),
    );
    const reason = new Error('gone');
    const outcome = waiting.catch((error: unknown) => error);
    await clock.advanceAsync(100);
    caller.abort(reason);
    expect(await outcome).toBe(reason);
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells neither limits nor amounts nor names of people in its error', () => {
    const { ask } = gateWith([{ name: 'd', per: 'user', limitMicroDollars: 4_711, window: 'day' }]);
    const answer = ask(DEAR, 999_999, { user: 'somebody' });
    if (answer instanceof Promise || answer.kind !== 'refused') throw new Error('there is no room');
    const told = `${String(answer.error)} ${JSON.stringify(answer.error)}`;
    expect(told).not.toMatch(/4711|999999|somebody/);
    expect(told).toContain('Budget \\"d\\" (per user)');
  });
});
