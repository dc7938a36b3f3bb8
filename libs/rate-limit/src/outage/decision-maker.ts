import { RateLimiterUnavailableError } from '../errors/rate-limiter-unavailable.error.js';
import type { GcraRate } from '../gcra/gcra.policy.js';
import { decisionOf, uncounted, type LimitDecision } from '../limit/rate-limit.decision.js';
import type { RateLimit } from '../limit/rate-limit.definition.js';
import type { RateLimitStores } from '../rate-limit.tokens.js';
import type { Charge, DrainRequest, Lease, TakeOutcome } from '../stores/rate-limit.store.js';
import { insuredRate } from './insurance.policy.js';

/** A call under one or several limits; charges and limits are in the same order. */
export interface LimitedCall {
  readonly limits: readonly RateLimit[];
  readonly charges: readonly Charge[];
  readonly lease?: Lease;
}

/** What one limit says, and the rate that it was held to: its own, or an instance's share of it. */
export interface Decided {
  readonly decision: LimitDecision;
  readonly rate: GcraRate;
}

/** Asks the shared store and, while that is away, does what each limit says. */
export class DecisionMaker {
  constructor(
    private readonly stores: RateLimitStores,
    private readonly instances: number,
  ) {}

  /**
   * Decides at once where the store is memory.
   * @throws RateLimiterUnavailableError when the store does not answer and an enforced limit is `closed`.
   */
  decide(call: LimitedCall): readonly Decided[] | Promise<readonly Decided[]> {
    const { limits, charges, lease } = call;
    const deadlineMs = soonest(limits);
    const outcome = this.stores.primary.take(
      lease ? { charges, deadlineMs, lease } : { charges, deadlineMs },
    );
    return outcome instanceof Promise
      ? outcome.then((answered) => this.conclude(call, answered))
      : this.conclude(call, outcome);
  }

  /** Lowers what this process may grant by itself, to its share of what remains. */
  drainInsurance(buckets: DrainRequest['buckets']): void {
    this.stores.insurance.drain({
      buckets: buckets.map(({ bucket, rate, remaining }) => ({
        bucket,
        rate: insuredRate(rate, this.instances, 1),
        remaining: Math.floor(remaining / this.instances),
      })),
    });
  }

  private conclude(call: LimitedCall, outcome: TakeOutcome): readonly Decided[] {
    if (outcome.kind === 'unavailable') return this.withoutStore(call);
    return outcome.verdicts.map((verdict, index) => {
      const limit = limitAt(call, index);
      return { decision: decisionOf(limit, verdict, 'store'), rate: limit };
    });
  }

  private withoutStore(call: LimitedCall): readonly Decided[] {
    const closed = call.limits.find(
      ({ onStoreFailure, mode }) => onStoreFailure === 'closed' && mode === 'enforce',
    );
    if (closed) throw new RateLimiterUnavailableError(closed.name);
    const insured = call.charges.map((charge, index): Charge | undefined =>
      limitAt(call, index).onStoreFailure === 'insured'
        ? { ...charge, rate: insuredRate(charge.rate, this.instances, charge.cost) }
        : undefined,
    );
    const charges = insured.filter((charge) => charge !== undefined);
    const { verdicts } = this.stores.insurance.take(
      call.lease ? { charges, lease: call.lease } : { charges },
    );
    let next = 0;
    return insured.map((charge, index) => {
      const limit = limitAt(call, index);
      const verdict = charge && verdicts[next++];
      if (!charge || !verdict) return { decision: uncounted(limit), rate: limit };
      return { decision: decisionOf(limit, verdict, 'insurance', charge.rate), rate: charge.rate };
    });
  }
}

function soonest(limits: readonly RateLimit[]): number {
  let deadlineMs = Infinity;
  for (const limit of limits) if (limit.deadlineMs < deadlineMs) deadlineMs = limit.deadlineMs;
  return deadlineMs;
}

function limitAt({ limits }: LimitedCall, index: number): RateLimit {
  const limit = limits[index];
  if (!limit) throw new RangeError('A store gave more verdicts than it was asked for.');
  return limit;
}
