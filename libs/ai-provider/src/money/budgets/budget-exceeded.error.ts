import { HydrogenError } from '@hydrogenai/common';
import type { BudgetScope } from './budget.options.js';

const WHY = {
  spent: 'what is left of it is less than the call may cost',
  reserved: 'what is left of it is reserved by calls under way',
  too_dear: 'the call alone may cost more than the whole of it',
  unpriced: 'the price of the model is not known, so it cannot be held against a limit; set it in "pricing"',
} as const;

export type BudgetRefusal = keyof typeof WHY;

export interface ExceededBudget {
  /** Name of the budget; `undefined` where any would refuse. */
  readonly budget: string | undefined;
  readonly per: BudgetScope | undefined;
  readonly why: BudgetRefusal;
  /** `provider/model` */
  readonly candidate: string;
  /** When asking again is worth it, in ms. */
  readonly retryInMs: number | undefined;
}

/** A call does not fit into a budget. It was not made, and cost nothing. */
export class BudgetExceededError extends HydrogenError {
  readonly budget: string | undefined;
  readonly why: BudgetRefusal;

  constructor({ budget, per, why, candidate, retryInMs }: ExceededBudget) {
    const subject = budget === undefined ? 'Budgets' : `Budget "${budget}" (per ${per})`;
    super(
      `${subject}: no room for a call to "${candidate}", because ${WHY[why]}. ` +
        'Ask for fewer tokens or a cheaper model, or wait for the next window.',
      {
        code: 'AI_BUDGET_EXCEEDED',
        httpStatus: 429,
        retryable: retryInMs !== undefined,
        retryAfterMs: retryInMs,
        details: {
          reason: why,
          candidate,
          ...(budget === undefined ? {} : { budget }),
          ...(per === undefined ? {} : { per }),
        },
      },
    );
    this.budget = budget;
    this.why = why;
  }
}
