import { generateSessionId, parseDuration, wholeNumber, type Duration } from '@hydrogenai/common';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { bucketName } from './limit/bucket-name.js';
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

/** What is known from elsewhere about one limit. */
export interface KnownRest {
  readonly limit: RateLimit;
  /** Whose bucket: not empty. */
  readonly key: string;
  /** Calls that may be admitted now, at most: whole, from `-burst`, which means debt, to `burst`. */
  readonly remaining: number;
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
  /** Tells this limiter's leases from all others; drawing each id at random would cost more than a decision in memory. */
  private readonly leasePrefix = generateSessionId();
  private leases = 0;
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
    return this.reserveNow(charges, options);
  }

  /**
   * As `reserve`, but answers at once where the buckets are in memory: for hot paths that a promise costs a turn.
   * @throws as `reserve`, some of it at once.
   */
  reserveNow(
    charges: LimitCharge | readonly LimitCharge[],
    options: ReserveOptions = {},
  ): ReserveResult | Promise<ReserveResult> {
    const call = checkedCall(isOne(charges) ? [charges] : charges);
    const lease = {
      id: this.nextLeaseId(),
      ms: parseDuration(options.lease ?? '1m', 'reserve lease', LEASE_RANGE),
    };
    const decided = this.decisions.decide({ ...call, lease });
    return decided instanceof Promise
      ? decided.then((all) => this.reserved(call, lease.id, all))
      : this.reserved(call, lease.id, decided);
  }

  /**
   * Lowers what remains in buckets to what is known from elsewhere, such as a provider's own count of the same limit: open
   * reservations count as used, and nothing is ever raised. While the store is away it lowers this process' share.
   * @throws RateLimitKeyError, InvalidOptionError.
   */
  async drain(rests: readonly KnownRest[]): Promise<void> {
    const buckets = rests.map(({ limit, key, remaining }) => ({
      bucket: bucketName(limit, key),
      rate: limit,
      remaining: wholeNumber(remaining, `rest of the limit "${limit.name}"`, -limit.burst, limit.burst),
    }));
    if (buckets.length === 0) return;
    const deadlineMs = Math.min(...rests.map(({ limit }) => limit.deadlineMs));
    const asked = this.stores.primary.drain({ buckets, deadlineMs });
    const outcome = asked instanceof Promise ? await asked : asked;
    if (outcome.kind === 'unavailable') this.decisions.drainInsurance(buckets);
  }

  /** Gives back what the limiter holds: timers, and connections of its own. */
  close(): void {
    this.onApplicationShutdown();
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

  private nextLeaseId(): string {
    this.leases += 1;
    return `${this.leasePrefix}-${this.leases.toString(36)}`;
  }

  private reserved(call: LimitedCall, id: string, decided: readonly Decided[]): ReserveResult {
    const decisions = summarise(this.told(decided, call.charges));
    if (!decisions.allowed) return decisions;
    const deadlineMs = Math.min(...call.limits.map((limit) => limit.deadlineMs));
    return {
      ...decisions,
      reservation: new Reservation(id, call.limits, this.heldBy(decided, call.charges), deadlineMs),
    };
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
