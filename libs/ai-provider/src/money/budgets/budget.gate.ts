import { sleep, type Clock } from '@hydrogenai/common';
import { randomUUID } from 'node:crypto';
import {
  FREE_PASS,
  type AttemptGate,
  type AttemptPass,
  type GateAnswer,
  type GateRequest,
} from '../../failover/attempt-gate.js';
import type { Candidate } from '../../candidates/candidate.js';
import type { CallProfile } from '../../failover/attempt-end.js';
import type { ChargeBook } from '../prices/charge-book.js';
import { maximumCost } from '../prices/price-list.js';
import { BudgetExceededError } from './budget-exceeded.error.js';
import { aiBudget } from './budget.facts.js';
import type { Budget, ResolvedBudgeting } from './budget.options.js';
import { explainRefusal, type RefusedBudget } from './budget-refusal.policy.js';
import { bucketOf } from './budget-bucket.policy.js';
import type { BudgetBucket, BudgetStore, ReserveOutcome, SpendListener } from './budget.store.js';

/** An answer of the gate; a refusal always has its error. */
export type BudgetAnswer =
  | Extract<GateAnswer, { kind: 'entered' }>
  | (Extract<GateAnswer, { kind: 'refused' }> & { readonly error: BudgetExceededError });

export interface BudgetGateParts {
  readonly options: ResolvedBudgeting;
  readonly charges: ChargeBook;
  readonly clock: Clock;
  /** Opens the store, which is to tell what it charges. */
  readonly store: (onSpent: SpendListener) => BudgetStore;
}

interface Fitting {
  readonly budget: Budget;
  readonly bucket: BudgetBucket;
}

type Refusal = Omit<RefusedBudget, 'budget'> & { readonly budget: Budget | undefined };

/** Estimates of prompts are off by some percent. */
const INPUT_MARGIN = 1.1;
const FIRST_WAIT_MS = 20;
const LONGEST_WAIT_MS = 200;
/** Candidates are few; the set must not grow with names that somebody makes up. */
const MOST_TOLD = 1_000;

/** Holds the most that an attempt may cost before it begins, and charges what it really cost when it has ended. */
export class BudgetGate implements AttemptGate {
  private readonly store: BudgetStore;
  private readonly perCall: readonly Budget[];
  private readonly windowed: readonly Budget[];
  private readonly byName: ReadonlyMap<string, Budget>;
  private readonly toldUnpriced = new Set<string>();
  /** A random id for each lease would cost as much as the rest of a reservation in memory. */
  private readonly leasePrefix = randomUUID();
  private leases = 0;

  constructor(private readonly parts: BudgetGateParts) {
    const { budgets } = parts.options;
    this.store = parts.store((bucket, before, after) => this.alarm(bucket, before, after));
    this.perCall = budgets.filter(({ window }) => window === undefined);
    this.windowed = budgets.filter(({ window }) => window !== undefined);
    this.byName = new Map(budgets.map((budget) => [budget.name, budget]));
  }

  enter(request: GateRequest): BudgetAnswer | Promise<BudgetAnswer> {
    if (this.byName.size === 0) return ENTERED;
    const { candidate, profile } = request;
    const amount = this.highestCost(candidate, profile);
    if (amount === null) return this.withoutPrice(candidate);
    const tooDear = this.perCall.find(({ limit }) => amount > limit);
    if (tooDear) {
      const ends = tooDear.onExceed === 'reject';
      return refused(candidate, { budget: tooDear, why: 'too_dear', retryInMs: undefined, ends });
    }
    const answer = this.windowed.length === 0 ? ENTERED : this.tryOnce(request, amount);
    if (answer instanceof Promise) {
      return request.waitAtMostMs > 0 ? answer.then((first) => this.wait(request, amount, first)) : answer;
    }
    return this.isWorthWaiting(request, answer) ? this.wait(request, amount, answer) : answer;
  }

  /** Hands over what is still to be charged. To be called when no attempt is under way any more. It never rejects. */
  async close(): Promise<void> {
    await this.store.close();
  }

  private highestCost(candidate: Candidate, profile: CallProfile): number | null {
    const { charges, clock, options } = this.parts;
    const expected = {
      inputTokens: profile.inputTokens * INPUT_MARGIN,
      outputTokens: profile.maxOutputTokens ?? options.assumedOutputTokens,
    };
    return maximumCost(candidate, expected, charges.prices, clock.now());
  }

  private tryOnce({ candidate, profile }: GateRequest, amount: number): BudgetAnswer | Promise<BudgetAnswer> {
    const now = this.parts.clock.now();
    const fitting = this.windowed.map<Fitting>((budget) => ({
      budget,
      bucket: bucketOf(budget, candidate, profile, now),
    }));
    const buckets = fitting.map(({ bucket }) => bucket);
    const leaseId = `${this.leasePrefix}-${(this.leases++).toString(36)}`;
    const outcome = this.store.reserve({ leaseId, amount, buckets });
    return outcome instanceof Promise
      ? outcome.then((decided) => this.answer(candidate, amount, fitting, decided))
      : this.answer(candidate, amount, fitting, outcome);
  }

  private answer(
    candidate: Candidate,
    amount: number,
    fitting: readonly Fitting[],
    outcome: ReserveOutcome,
  ): BudgetAnswer {
    if (outcome.kind === 'reserved') {
      const pass: AttemptPass = {
        leave: (end) =>
          outcome.reservation.settle(this.parts.charges.chargeOf(end).costMicroDollars ?? amount),
        cancel: () => outcome.reservation.settle(0),
      };
      return { kind: 'entered', pass };
    }
    const now = this.parts.clock.now();
    const asked = fitting.map(({ budget, bucket }, index) => ({
      budget,
      state: outcome.states[index] ?? { spent: 0, held: 0 },
      endsInMs: Math.max(0, bucket.endsAt - now),
    }));
    const refusal = explainRefusal(asked, amount);
    if (!refusal) throw new RangeError('a store refused a reservation for which it says there is room');
    return refused(candidate, refusal);
  }

  private isWorthWaiting({ waitAtMostMs }: GateRequest, answer: BudgetAnswer): boolean {
    return waitAtMostMs > 0 && answer.kind === 'refused' && answer.error.why === 'reserved';
  }

  /** Others' calls are under way; when they have been settled there may be room after all. */
  private async wait(request: GateRequest, amount: number, first: BudgetAnswer): Promise<BudgetAnswer> {
    const { clock } = this.parts;
    const endMs = clock.monotonicMs() + request.waitAtMostMs;
    let answer = first;
    for (let waitMs = FIRST_WAIT_MS; this.isWorthWaiting(request, answer); waitMs *= 2) {
      const leftMs = endMs - clock.monotonicMs();
      if (leftMs <= 0) return answer;
      await sleep(clock, Math.min(waitMs, LONGEST_WAIT_MS, leftMs), request.signal);
      answer = await this.tryOnce(request, amount);
    }
    return answer;
  }

  private withoutPrice(candidate: Candidate): BudgetAnswer {
    if (this.parts.options.unpriced === 'allow') return ENTERED;
    if (!this.toldUnpriced.has(candidate.id) && this.toldUnpriced.size < MOST_TOLD) {
      this.toldUnpriced.add(candidate.id);
      aiBudget.publish(() => ({ event: 'unpriced', candidate: candidate.id }));
    }
    return refused(candidate, { budget: undefined, why: 'unpriced', retryInMs: undefined, ends: false });
  }

  private alarm(bucket: BudgetBucket, before: number, after: number): void {
    const budget = this.byName.get(bucket.budget);
    if (!budget || before >= budget.alarmFrom || after < budget.alarmFrom) return;
    aiBudget.publish(() => ({
      event: 'alarm',
      budget: budget.name,
      per: budget.per,
      share: budget.limit === 0 ? 1 : after / budget.limit,
      windowEndsAt: bucket.endsAt,
    }));
  }
}

const ENTERED: BudgetAnswer = { kind: 'entered', pass: FREE_PASS };

function refused(candidate: Candidate, { budget, why, retryInMs, ends }: Refusal): BudgetAnswer {
  const error = new BudgetExceededError({
    budget: budget?.name,
    per: budget?.per,
    why,
    candidate: candidate.id,
    retryInMs,
  });
  return { kind: 'refused', why: 'budget', retryInMs, error, ends };
}
