import type { RateLimit } from '@hydrogenai/rate-limit';
import type { Amounts } from './counting.policy.js';
import { agedRemaining, type LearnedLimit } from './learned-limit.policy.js';
import { LIMIT_KINDS, type Counted, type LimitKind } from './limit-kind.js';

/** A Retry-After: so much may be asked for again in so long. The provider's own word outranks the headroom. */
export interface Promised {
  readonly amounts: Amounts;
  readonly inMs: number;
}

/** Where the figure comes from that rules. */
export type LimitSource = 'configured' | 'learned';

/** Weight of the newest attempt in the share that attempts use of what they hold. */
const SHARE_WEIGHT = 0.1;

/** Open attempts end some time; what they give back is not there before this. */
const A_MOMENT_MS = 100;

/** What an amount costs, in parts of the limit, and the fraction of a part to begin with next time. */
export interface PartsCost {
  readonly parts: number;
  readonly rest: number;
}

/**
 * One limit of one lane: how many calls or tokens it is, and what this process believes is left of it. The belief is for
 * estimates only; who may enter is decided by the limiter.
 */
export class LimitGauge {
  readonly counts: Counted;
  readonly windowMs: number;
  private learned: { readonly limit: number; readonly startedMs: number } | undefined;
  private rest = 0;
  /** What attempts of this process hold. */
  private openParts = 0;
  private usedShare: number | undefined;
  private usedParts = 0;
  private asOfMs = -Infinity;

  constructor(
    readonly kind: LimitKind,
    /** The limiter's view: parts per window. */
    readonly rate: RateLimit,
    private readonly configured: number | undefined,
    private readonly headroom: number,
  ) {
    const { counts, windowMs } = LIMIT_KINDS[kind];
    this.counts = counts;
    this.windowMs = windowMs;
  }

  /** The limit itself: the smaller one of configured and learned. */
  get limit(): number {
    return Math.min(this.configured ?? Infinity, this.learned?.limit ?? Infinity);
  }

  get source(): LimitSource {
    return this.limit === this.configured ? 'configured' : 'learned';
  }

  /** What is used of the limit: all but the headroom, at least 1. */
  get capacity(): number {
    return Math.max(1, Math.floor(this.limit * (1 - this.headroom)));
  }

  /**
   * What an amount costs. Fractions of a part are carried on to the next one that is admitted: 950 calls fill a limit of
   * 950 exactly, though none costs a whole number of parts.
   */
  cost(amount: number): PartsCost {
    const exact = Math.min(this.rate.limit, (amount * this.rate.limit) / this.capacity + this.rest);
    const parts = Math.max(1, Math.floor(exact));
    return { parts, rest: Math.max(0, exact - parts) };
  }

  /** What was used instead of a reservation costs. */
  settledParts(amount: number): number {
    return Math.round((amount * this.rate.limit) / this.capacity);
  }

  /** Time that so many parts take to come back, in ms. */
  msOf(parts: number): number {
    return (parts * this.windowMs) / this.rate.limit;
  }

  admitted({ parts, rest }: PartsCost): void {
    this.rest = rest;
    this.openParts += parts;
  }

  /**
   * Of what open attempts hold, what they are likely to give back, in ms of the limit. A request is used by whoever makes it;
   * of tokens nobody knows before the first answer, and then hoping costs less than giving up.
   * @param heldMs what they hold at least, those of other processes included.
   */
  likelyBackMs(heldMs: number): number {
    return Math.max(heldMs, this.msOf(this.openParts)) * (1 - this.likelyShare);
  }

  private get likelyShare(): number {
    return this.usedShare ?? (this.counts === 'requests' ? 1 : 0);
  }

  /** What the limiter has just said. */
  noteRemaining(parts: number, nowMs: number): void {
    this.usedParts = this.rate.limit - parts;
    this.asOfMs = nowMs;
  }

  noteSettled(reservedParts: number, usedParts: number, nowMs: number): void {
    this.usedParts = Math.max(0, this.usedAt(nowMs) + usedParts - reservedParts);
    this.asOfMs = nowMs;
    this.openParts -= reservedParts;
    const share = Math.min(1, usedParts / reservedParts);
    this.usedShare = (this.usedShare ?? share) + (share - (this.usedShare ?? share)) * SHARE_WEIGHT;
  }

  /**
   * Takes note of a response's headers. The limit is that of the request that began last; of requests that began together
   * the smaller one. Gives what the bucket may have left, in parts, if they say so; `promised` is a part of it for sure.
   */
  learn(header: LearnedLimit, startedMs: number, nowMs: number, promise?: Promised): number | undefined {
    const { limit } = header;
    const known = this.learned;
    if (!known || startedMs > known.startedMs) this.learned = { limit, startedMs };
    else if (startedMs === known.startedMs) this.learned = { limit: Math.min(limit, known.limit), startedMs };

    const remaining = agedRemaining(header, this.windowMs, nowMs - startedMs);
    if (remaining === undefined) return undefined;
    const ours = Math.max(remaining - header.limit * this.headroom, this.promised(promise));
    const parts = Math.floor((ours * this.rate.limit) / this.capacity);
    const bounded = Math.max(-this.rate.limit, Math.min(this.rate.limit, parts));
    if (this.usedAt(nowMs) < this.rate.limit - bounded) this.noteRemaining(bounded, nowMs);
    return bounded;
  }

  /** How much is believed to be left, in calls or tokens. */
  remainingAt(nowMs: number): number {
    const free = Math.max(0, this.rate.limit - this.usedAt(nowMs));
    return Math.floor((free * this.capacity) / this.rate.limit + 1e-6);
  }

  /** When so much is believed to be left, in ms; 0 when it is. @param before what others wait for. */
  waitMs(amount: number, before: number, nowMs: number): number {
    const wanted = amount + before * this.likelyShare;
    const missing = (wanted * this.rate.limit) / this.capacity + this.usedAt(nowMs) - this.rate.limit;
    if (missing <= 1) return 0;
    const missingMs = this.msOf(missing);
    return Math.ceil(
      this.openParts > 0 ? Math.max(A_MOMENT_MS, missingMs - this.likelyBackMs(0)) : missingMs,
    );
  }

  /** When all of it is believed to be left, in ms. */
  resetsInMs(nowMs: number): number {
    return Math.ceil(this.msOf(this.usedAt(nowMs)));
  }

  /** What must be left now for the promise to hold. */
  private promised(promise: Promised | undefined): number {
    if (promise === undefined) return -Infinity;
    return promise.amounts[this.counts] - (this.capacity * promise.inMs) / this.windowMs;
  }

  private usedAt(nowMs: number): number {
    const drained = ((nowMs - this.asOfMs) * this.rate.limit) / this.windowMs;
    return Math.max(0, this.usedParts - drained);
  }
}
