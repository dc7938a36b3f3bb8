import { wholeNumber } from '@hydrogenai/common';
import { RateLimitSettlementError } from '../errors/rate-limit-settlement.error.js';
import type { RateLimit } from '../limit/rate-limit.definition.js';
import type { GcraRate } from '../gcra/gcra.policy.js';
import type { RateLimitStore, SettleRequest } from '../stores/rate-limit.store.js';

/**
 * How a settlement ended.
 * - `settled`: what was used is charged instead of what was held.
 * - `late`: the same, but the lease had ended before, so that others may have used what it held.
 * - `unknown`: the store did not answer in time. It may settle later; otherwise the hold ends with its lease.
 */
export type Settlement = 'settled' | 'late' | 'unknown';

/** What was really used: for all limits, or by the names of limits; those not named are charged as reserved. */
export type ActualCosts = number | Readonly<Record<string, number>>;

/** One limit's part of a reservation, as one store holds it. */
export interface Held {
  readonly store: RateLimitStore;
  readonly limit: RateLimit;
  readonly bucket: string;
  readonly rate: GcraRate;
  readonly reserved: number;
}

/** A settlement may exceed its reservation by a lot, but a debt of more than 1,000 bursts is a mistake in the unit. */
const MOST_BURSTS = 1_000;

/**
 * Costs that are held until it is known what was used. Settle it, or release it; `await using` releases what was not
 * settled. Without either, as after a crash, it ends with its lease.
 */
export class Reservation implements AsyncDisposable {
  private ended: Promise<Settlement> | undefined;

  constructor(
    /** Names the reservation; holds nothing of its key. */
    readonly id: string,
    private readonly limits: readonly RateLimit[],
    /** Of those limits: an `open` one holds nothing while its store is away, nor does one in shadow mode without room. */
    private readonly held: readonly Held[],
    private readonly deadlineMs: number,
  ) {}

  /**
   * Charges what was used instead of what is held: at once, so that the rest is free for others. More than was reserved
   * is charged too, beyond the rim of the bucket if need be. Only the first settlement or release counts; later ones give
   * its result.
   * @throws RateLimitSettlementError for a name that is none of its limits; InvalidOptionError for a cost that is not a
   * whole number from 0 to 1,000 bursts.
   */
  async settle(actual: ActualCosts): Promise<Settlement> {
    this.checkNames(actual);
    const costs = new Map(this.limits.map((limit) => [limit, costUnder(limit, actual)]));
    this.ended ??= this.end(costs);
    return this.ended;
  }

  /** Gives everything back, because nothing was used. */
  release(): Promise<Settlement> {
    return this.settle(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.ended === undefined) await this.release();
    else await this.ended;
  }

  private async end(costs: ReadonlyMap<RateLimit, number | undefined>): Promise<Settlement> {
    const byStore = new Map<RateLimitStore, SettleRequest['charges'][number][]>();
    for (const { store, limit, bucket, rate, reserved } of this.held) {
      const charges = byStore.get(store) ?? [];
      charges.push({ bucket, rate, reserved, actual: costs.get(limit) ?? reserved });
      byStore.set(store, charges);
    }
    const outcomes = await Promise.all(
      [...byStore].map(([store, charges]) =>
        store.settle({ leaseId: this.id, charges, deadlineMs: this.deadlineMs }),
      ),
    );
    if (outcomes.some(({ kind }) => kind === 'unavailable')) return 'unknown';
    return outcomes.some((outcome) => outcome.kind === 'settled' && outcome.late) ? 'late' : 'settled';
  }

  private checkNames(actual: ActualCosts): void {
    if (typeof actual === 'number') return;
    const names = this.limits.map(({ name }) => name);
    const unknown = Object.keys(actual).find((name) => !names.includes(name));
    if (unknown !== undefined) throw new RateLimitSettlementError(unknown, names);
  }
}

/** `undefined` where nothing was said of the limit. */
function costUnder(limit: RateLimit, actual: ActualCosts): number | undefined {
  if (typeof actual !== 'number' && !Object.hasOwn(actual, limit.name)) return undefined;
  const cost = typeof actual === 'number' ? actual : actual[limit.name];
  return wholeNumber(cost, `settled cost under the limit "${limit.name}"`, 0, limit.burst * MOST_BURSTS);
}
