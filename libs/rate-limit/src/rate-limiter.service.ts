import { generateSessionId, parseDuration, type Duration } from '@hydrogenai/common';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { checkedCharge, checkedCharges, type LimitCharge } from './limit/charge.js';
import { publishDecision } from './limit/decision.facts.js';
import type { LimitDecision, RateLimitDecisions } from './limit/rate-limit.decision.js';
import { summarise } from './limit/rate-limit.decision.js';
import type { RateLimit } from './limit/rate-limit.definition.js';
import { DecisionMaker, type Decided, type LimitedCall } from './outage/decision-maker.js';
import { Reservation, type Held } from './reservation/reservation.js';
import type { ResolvedRateLimitOptions } from './rate-limit.options.js';
import { RATE_LIMIT_STORES, RESOLVED_RATE_LIMIT_OPTIONS, type RateLimitStores } from './rate-limit.tokens.js';
import { LimitCounts, type LimitStats } from './stats/limit-counts.js';
import type { Charge } from './stores/rate-limit.store.js';

export interface ConsumeOptions {
  /** Calls that this one counts for: whole, 1 to the limit's `burst`; in shadow mode also more. Default: 1. */
  readonly cost?: number;
}

export interface ReserveOptions {
  /**
   * What is not settled by then is given back: longer than the work can take, shorter than one likes to wait after a
   * crash. 100 ms to 1 h. Default: `'1m'`.
   */
  readonly lease?: Duration;
}

/** A reservation when the call is allowed, and what the limits say in any case. */
export type ReserveResult =
  | (Extract<RateLimitDecisions, { allowed: true }> & { readonly reservation: Reservation })
  | Extract<RateLimitDecisions, { allowed: false }>;

const LEASE_RANGE = { minMs: 100, maxMs: 3_600_000 } as const;

/** Decides on calls by hand, where `@RateLimited` does not fit. */
@Injectable()
export class RateLimiter implements OnApplicationShutdown {
  private readonly decisions: DecisionMaker;
  private readonly counts = new LimitCounts();

  constructor(
    @Inject(RATE_LIMIT_STORES) private readonly stores: RateLimitStores,
    @Inject(RESOLVED_RATE_LIMIT_OPTIONS) { instances }: ResolvedRateLimitOptions,
  ) {
    this.decisions = new DecisionMaker(stores, instances);
  }

  /**
   * Counts a call against the bucket of `key`, when it has room for it; a rejected call counts nothing.
   * @throws RateLimitKeyError for an empty key.
   * @throws RateLimitCostError for a cost above the `burst` of an enforced limit; InvalidOptionError for one that is no whole number.
   * @throws RateLimiterUnavailableError when the store does not answer and the limit is `closed`.
   */
  async consume(limit: RateLimit, key: string, { cost }: ConsumeOptions = {}): Promise<LimitDecision> {
    const charge = checkedCharge(cost === undefined ? { limit, key } : { limit, key, cost });
    const decided = this.decisions.decide({ limits: [limit], charges: [charge] });
    const [decision] = this.told(decided instanceof Promise ? await decided : decided, [charge]);
    if (!decision) throw new RangeError('One limit was asked and none has answered.');
    return decision;
  }

  /**
   * Counts a call against several limits: against all of them when each has room, otherwise against none.
   * @throws as `consume`; also InvalidOptionError for no limits, more than 16, or one limit and key twice.
   */
  async consumeAll(charges: readonly LimitCharge[]): Promise<RateLimitDecisions> {
    const call = checkedCall(charges);
    const decided = this.decisions.decide(call);
    return summarise(this.told(decided instanceof Promise ? await decided : decided, call.charges));
  }

  /**
   * Holds what a call may use, until it is known what it has used: settle the reservation, or release it. All or
   * nothing, like `consumeAll`. What is held does not drain; what is settled counts from its settlement on.
   * @throws as `consumeAll`; InvalidOptionError for a lease out of range.
   */
  async reserve(
    charges: LimitCharge | readonly LimitCharge[],
    options: ReserveOptions = {},
  ): Promise<ReserveResult> {
    const call = checkedCall(isOne(charges) ? [charges] : charges);
    const lease = {
      id: generateSessionId(),
      ms: parseDuration(options.lease ?? '1m', 'reserve lease', LEASE_RANGE),
    };
    const decided = await this.decisions.decide({ ...call, lease });
    const decisions = summarise(this.told(decided, call.charges));
    if (!decisions.allowed) return decisions;
    const deadlineMs = Math.min(...call.limits.map((limit) => limit.deadlineMs));
    return {
      ...decisions,
      reservation: new Reservation(lease.id, call.limits, this.heldBy(decided, call.charges), deadlineMs),
    };
  }

  /**
   * What the limits of this application have decided in this process, by name; at most 1,000 names. Limits that nobody
   * has asked yet, and calls that failed because a `closed` limit had no store, are not in it.
   */
  stats(): readonly LimitStats[] {
    return this.counts.snapshot();
  }

  onApplicationShutdown(): void {
    this.stores.primary.close();
    this.stores.insurance.close();
  }

  /** Counts and publishes decisions, and passes them on. */
  private told(decided: readonly Decided[], charges: readonly Charge[]): readonly LimitDecision[] {
    return decided.map(({ decision }, index) => {
      this.counts.count(decision);
      publishDecision(decision, charges[index]?.cost ?? 1);
      return decision;
    });
  }

  private heldBy(decided: readonly Decided[], charges: readonly Charge[]): readonly Held[] {
    return decided.flatMap(({ decision, rate }, index): Held[] => {
      const charge = charges[index];
      // Nobody holds anything for a shadow limit without room, or for an open one without its store.
      if (!charge || decision.exceeded || decision.decidedBy === 'nobody') return [];
      const store = decision.decidedBy === 'store' ? this.stores.primary : this.stores.insurance;
      return [{ store, limit: decision.limit, bucket: charge.bucket, rate, reserved: charge.cost }];
    });
  }
}

function checkedCall(charges: readonly LimitCharge[]): LimitedCall {
  return { charges: checkedCharges(charges), limits: charges.map(({ limit }) => limit) };
}

function isOne(charges: LimitCharge | readonly LimitCharge[]): charges is LimitCharge {
  return 'limit' in charges;
}
