import type { Budget } from './budget.options.js';
import type { BudgetRefusal } from './budget-exceeded.error.js';
import type { BucketState } from './budget.store.js';

/** A budget that applies to a call, and what its bucket holds. */
export interface AskedBudget {
  readonly budget: Budget;
  readonly state: BucketState;
  /** ms until the window ends. */
  readonly endsInMs: number;
}

export interface RefusedBudget {
  readonly budget: Budget;
  readonly why: BudgetRefusal;
  /** `undefined`: never as things are. */
  readonly retryInMs: number | undefined;
  /** No other candidate may be tried either. */
  readonly ends: boolean;
}

/** Calls are seconds long, so their reservations return soon. */
const RESERVATIONS_RETURN_IN_MS = 100;

/** Why a call that may cost `amount` was refused: by the budget that takes longest to have room again. */
export function explainRefusal(asked: readonly AskedBudget[], amount: number): RefusedBudget | undefined {
  const refusals = asked
    .filter(({ budget, state }) => state.spent + state.held + amount > budget.limit)
    .map((each) => refusalOf(each, amount));
  const longest = refusals.toSorted(
    (left, right) => (right.retryInMs ?? Infinity) - (left.retryInMs ?? Infinity),
  )[0];
  return longest && { ...longest, ends: refusals.some(({ ends }) => ends) };
}

function refusalOf({ budget, state, endsInMs }: AskedBudget, amount: number): RefusedBudget {
  // Another provider has a budget of its own.
  const ends = budget.onExceed === 'reject' && budget.per !== 'provider';
  if (amount > budget.limit) return { budget, why: 'too_dear', retryInMs: undefined, ends };
  if (state.spent + amount > budget.limit) return { budget, why: 'spent', retryInMs: endsInMs, ends };
  return { budget, why: 'reserved', retryInMs: Math.min(endsInMs, RESERVATIONS_RETURN_IN_MS), ends };
}
