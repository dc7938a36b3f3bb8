import { factChannel } from '@hydrogenai/common';
import type { BudgetScope } from './budget.options.js';

/** Never whose budget it is: names of users stay out of facts. */
export type BudgetFact =
  | {
      /** More than `alarmAt` of a budget is spent. Once for each subject and window. */
      readonly event: 'alarm';
      readonly budget: string;
      readonly per: BudgetScope;
      /** Spent of the limit, 1 is all. */
      readonly share: number;
      /** ms since 1970. */
      readonly windowEndsAt: number;
    }
  | {
      /** A candidate is left out, because its price is not known. Once for each. */
      readonly event: 'unpriced';
      /** `provider/model` */
      readonly candidate: string;
    }
  /** Redis does not decide on budgets; each process goes by its share of what is left. */
  | { readonly event: 'store_lost' }
  | { readonly event: 'store_back'; readonly outageMs: number };

/** Facts of budgets: `hydrogenai:ai.budget`. */
export const aiBudget = factChannel<BudgetFact>('ai.budget');
