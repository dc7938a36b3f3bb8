import {
  resolveBudgets,
  type BudgetingOptions,
  type BudgetOptions,
  type ResolvedBudgeting,
} from './budgets/budget.options.js';
import {
  resolveLedgerOptions,
  type LedgerOptions,
  type ResolvedLedgerOptions,
} from './ledger/ledger.options.js';
import { PriceList } from './prices/price-list.js';
import { resolvePricing, type PricingOptions } from './prices/pricing.options.js';

/** What calls cost, who paid how much, and how much may be paid. */
export interface MoneyOptions {
  /**
   * Prices by `provider/model`, before those of the list that the package brings along (`@pydantic/genai-prices`); `null`
   * for a price that is not known. Default: that list alone.
   */
  readonly pricing?: PricingOptions;
  /** Where attempts are written down, and how long. Default: in memory, by the hour for 35 days. */
  readonly ledger?: LedgerOptions;
  /** How much may be paid by whom and in which time. Default: no limit. */
  readonly budgets?: readonly BudgetOptions[];
  /** What holds for all budgets. */
  readonly budgeting?: BudgetingOptions;
}

export interface ResolvedMoneyOptions {
  readonly prices: PriceList;
  readonly ledger: ResolvedLedgerOptions;
  readonly budgeting: ResolvedBudgeting;
}

/**
 * Fills the defaults.
 * @throws InvalidOptionError naming the field.
 */
export function resolveMoneyOptions({
  pricing,
  ledger,
  budgets,
  budgeting,
}: MoneyOptions = {}): ResolvedMoneyOptions {
  return {
    prices: new PriceList(resolvePricing(pricing, 'pricing')),
    ledger: resolveLedgerOptions(ledger),
    budgeting: resolveBudgets(budgets, budgeting),
  };
}
