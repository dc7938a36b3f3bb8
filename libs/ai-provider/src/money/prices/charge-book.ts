import type { Clock } from '@hydrogenai/common';
import type { AttemptEnd } from '../../failover/attempt-end.js';
import { chargeOf, type AttemptCharge } from './attempt-charge.policy.js';
import type { PriceList } from './price-list.js';

/** Works out what an attempt has cost: once, although the budgets, the ledger and the stats all ask when it ends. */
export class ChargeBook {
  private last: { readonly end: AttemptEnd; readonly charge: AttemptCharge } | undefined;

  constructor(
    readonly prices: PriceList,
    private readonly clock: Clock,
  ) {}

  chargeOf(end: AttemptEnd): AttemptCharge {
    if (this.last?.end === end) return this.last.charge;
    const charge = chargeOf(end, this.prices, this.clock.now());
    this.last = { end, charge };
    return charge;
  }
}
