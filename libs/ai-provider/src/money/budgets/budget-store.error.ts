import { HydrogenError } from '@hydrogenai/common';

/** Redis did not decide on a budget. It stays within this package: the process decides by its own share then. */
export class BudgetStoreError extends HydrogenError {
  constructor(what: string) {
    super(`The store of the budgets ${what}.`, { code: 'AI_BUDGET_STORE', httpStatus: 503, retryable: true });
  }
}
