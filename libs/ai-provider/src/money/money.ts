import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Clock } from '@hydrogenai/common';
import { BudgetGate } from './budgets/budget.gate.js';
import type { BudgetStore, SpendListener } from './budgets/budget.store.js';
import { MemoryBudgetStore } from './budgets/memory-budget.store.js';
import { Ledger } from './ledger/ledger.js';
import type { LedgerStore } from './ledger/ledger.store.js';
import type { ResolvedMoneyOptions } from './money.options.js';
import { ChargeBook } from './prices/charge-book.js';
import type { ExpectedTokens } from './prices/cost.policy.js';
import { costOf, estimateCost, type PricedModel } from './prices/price-list.js';

/** Where money is kept when several processes share it. */
export interface MoneyStores {
  readonly ledger: LedgerStore;
  /** Opens the store of the budgets, which tells the listener what it charges. */
  readonly budgets: (onSpent: SpendListener) => BudgetStore;
}

/** How large a request is, before it is made. */
export interface RequestSize {
  readonly inputTokens: number;
  readonly maxOutputTokens: number | undefined;
}

/** For comparing candidates it only matters that it is the same for all. */
const USUAL_OUTPUT_TOKENS = 500;

/** The money of a pool: what attempts cost, the ledger that observes them, and the budgets that stand before them. */
export class Money {
  /** Shared by all who ask what an attempt has cost. */
  readonly charges: ChargeBook;
  /** An `AttemptObserver`. */
  readonly ledger: Ledger;
  /** An `AttemptGate`. */
  readonly budgets: BudgetGate;

  /** @param stores Default: the memory of this process. A `ledger.store` of the options comes before the ledger of these. */
  constructor(
    options: ResolvedMoneyOptions,
    private readonly clock: Clock,
    stores?: MoneyStores,
  ) {
    const { prices, ledger, budgeting } = options;
    this.charges = new ChargeBook(prices, clock);
    this.ledger = new Ledger({
      options: { ...ledger, store: ledger.store ?? stores?.ledger },
      charges: this.charges,
      clock,
    });
    this.budgets = new BudgetGate({
      options: budgeting,
      charges: this.charges,
      clock,
      store:
        stores?.budgets ??
        ((onSpent) => new MemoryBudgetStore({ clock, leaseMs: budgeting.leaseMs, onSpent })),
    });
  }

  /** What an answer cost, in whole micro-dollars; `null` when the price is not known. */
  costOf(model: PricedModel, usage: LanguageModelV4Usage): number | null {
    return costOf(model, usage, this.charges.prices, this.clock.now());
  }

  /** What a call is expected to cost, in whole micro-dollars; `null` when the price is not known. */
  estimateCost(model: PricedModel, expected: ExpectedTokens): number | null {
    return estimateCost(model, expected, this.charges.prices, this.clock.now());
  }

  /** The same of a request whose answer may be as long as it says, or else as long as most. */
  estimateOf(model: PricedModel, { inputTokens, maxOutputTokens }: RequestSize): number | null {
    return this.estimateCost(model, { inputTokens, outputTokens: maxOutputTokens ?? USUAL_OUTPUT_TOKENS });
  }

  /** Hands over what the stores do not have yet. To be called when no attempt is under way any more. It never rejects. */
  async close(): Promise<void> {
    await Promise.all([this.ledger.close(), this.budgets.close()]);
  }
}
