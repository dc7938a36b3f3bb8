import { addSpans, ceilMs, isLonger, multiplyDivide, NO_TIME, subtractSpans, type Span } from './span.js';

/**
 * The Generic Cell Rate Algorithm (ITU-T I.371, annex A.1, as a virtual scheduler). Its whole state is one instant: the
 * theoretical arrival time (TAT) at which the bucket will be full again. Reservations are held beside it.
 */
export interface GcraRate {
  /** Calls per period: 1 to 10^9. The emission interval is `periodMs / limit`. */
  readonly limit: number;
  /** Whole ms. */
  readonly periodMs: number;
  /** Capacity of the bucket: calls that may come at once. The burst tolerance is this many emission intervals. */
  readonly burst: number;
}

/** What a bucket has to bear at one instant. */
export interface BucketLoad {
  /** TAT minus now: drains with time. */
  readonly backlog: Span;
  /** What open reservations hold: stays until they are settled or their leases end. */
  readonly held: Span;
  /** Ms until the next lease ends; `undefined` without reservations. */
  readonly leaseEndsInMs: number | undefined;
}

export interface GcraInput {
  /** Whole ms on any clock that does not go back. */
  readonly nowMs: number;
  /** TAT on the same clock; `undefined` for a bucket that nobody has used, which is the same as a TAT in the past. */
  readonly tat: Span | undefined;
  readonly rate: GcraRate;
  /** Calls that this one counts for: 1 to `rate.burst`. */
  readonly cost: number;
}

export type GcraDecision =
  | {
      readonly allowed: true;
      /** Calls of cost 1 that would still be admitted at this instant. */
      readonly remaining: number;
      /** Ms until the bucket is full again, if open reservations are used in full. */
      readonly resetMs: number;
    }
  | {
      readonly allowed: false;
      /**
       * The same call is admitted after exactly this many ms, and not 1 ms earlier, if nobody else calls. Where open
       * reservations stand in the way: when the next of their leases ends; settling them may make room earlier.
       */
      readonly retryAfterMs: number;
      readonly remaining: number;
      readonly resetMs: number;
    };

/** What is decided, and the TAT to keep. A rejected call keeps the state as it is, so hammering never prolongs the wait. */
export type GcraOutcome =
  | (Extract<GcraDecision, { allowed: true }> & { readonly nextState: Span })
  | Extract<GcraDecision, { allowed: false }>;

/** Time that `calls` are worth: so many emission intervals. */
export function spanOfCalls(rate: GcraRate, calls: number): Span {
  const [ms, part] = multiplyDivide(rate.periodMs, calls, 0, rate.limit);
  return { ms, part };
}

/** Decides on one call to a bucket without reservations. */
export function decideGcra({ nowMs, tat, rate, cost }: GcraInput): GcraOutcome {
  const load = { backlog: backlogOf(tat, nowMs, rate), held: NO_TIME, leaseEndsInMs: undefined };
  if (!hasRoom(rate, load, cost)) return describeFull(rate, cost, load);
  const backlog = addSpans(load.backlog, spanOfCalls(rate, cost), rate.limit);
  return {
    ...describeRoom(rate, { ...load, backlog }),
    nextState: addSpans({ ms: nowMs, part: 0 }, backlog, rate.limit),
  };
}

/** TAT minus now, and nothing once it is past. */
export function backlogOf(tat: Span | undefined, nowMs: number, { limit }: GcraRate): Span {
  if (tat === undefined) return NO_TIME;
  const backlog = subtractSpans(tat, { ms: nowMs, part: 0 }, limit);
  return backlog.ms < 0 ? NO_TIME : backlog;
}

/** Whether a call of this cost fits into the bucket now. */
export function hasRoom(rate: GcraRate, load: BucketLoad, cost: number): boolean {
  return !isLonger(addSpans(total(rate, load), spanOfCalls(rate, cost), rate.limit), capacityOf(rate));
}

/** What a bucket has to bear for `remaining` more calls to fill it; below 0 it is filled beyond its rim. */
export function loadLeaving(rate: GcraRate, remaining: number): Span {
  const capacity = capacityOf(rate);
  const calls = spanOfCalls(rate, Math.abs(remaining));
  return remaining < 0 ? addSpans(capacity, calls, rate.limit) : subtractSpans(capacity, calls, rate.limit);
}

/** The decision of a bucket that had room; `load` is what it bears afterwards. */
export function describeRoom(rate: GcraRate, load: BucketLoad): Extract<GcraDecision, { allowed: true }> {
  const all = total(rate, load);
  return { allowed: true, remaining: remainingCalls(rate, all), resetMs: ceilMs(all) };
}

/** The decision of a bucket that had no room; `load` is what it bears without the call. */
export function describeFull(
  rate: GcraRate,
  cost: number,
  load: BucketLoad,
): Extract<GcraDecision, { allowed: false }> {
  const all = total(rate, load);
  const needed = addSpans(all, spanOfCalls(rate, cost), rate.limit);
  const missing = subtractSpans(needed, capacityOf(rate), rate.limit);
  // Draining makes room for at most the backlog; beyond that, only the end of a reservation does.
  const drains = load.leaseEndsInMs === undefined || !isLonger(missing, load.backlog);
  return {
    allowed: false,
    retryAfterMs: drains ? ceilMs(missing) : Math.max(1, load.leaseEndsInMs),
    remaining: remainingCalls(rate, all),
    resetMs: ceilMs(all),
  };
}

function total({ limit }: GcraRate, { backlog, held }: BucketLoad): Span {
  return held === NO_TIME ? backlog : addSpans(backlog, held, limit);
}

function capacityOf(rate: GcraRate): Span {
  return spanOfCalls(rate, rate.burst);
}

function remainingCalls(rate: GcraRate, all: Span): number {
  const free = subtractSpans(capacityOf(rate), all, rate.limit);
  // A settlement above its reservation, or an earlier call with a larger capacity (see insurance.policy.ts), may have
  // filled the bucket beyond its rim.
  if (free.ms < 0) return 0;
  return multiplyDivide(free.ms, rate.limit, free.part, rate.periodMs)[0];
}
