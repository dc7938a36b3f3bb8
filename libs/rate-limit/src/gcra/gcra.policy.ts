import { addSpans, ceilMs, isLonger, multiplyDivide, NO_TIME, subtractSpans, type Span } from './span.js';

/**
 * The Generic Cell Rate Algorithm (ITU-T I.371, annex A.1, as a virtual scheduler). Its whole state is one instant: the
 * theoretical arrival time (TAT) at which the bucket will be full again.
 */
export interface GcraRate {
  /** Calls per period: 1 to 10^9. The emission interval is `periodMs / limit`. */
  readonly limit: number;
  /** Whole ms. */
  readonly periodMs: number;
  /** Capacity of the bucket: calls that may come at once. The burst tolerance is this many emission intervals. */
  readonly burst: number;
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
      /** Ms until the bucket is full again. */
      readonly resetMs: number;
    }
  | {
      readonly allowed: false;
      /** The same call is admitted after exactly this many ms, and not 1 ms earlier, if nobody else calls. */
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

export function decideGcra({ nowMs, tat, rate, cost }: GcraInput): GcraOutcome {
  const now = { ms: nowMs, part: 0 };
  const left = tat ? subtractSpans(tat, now, rate.limit) : NO_TIME;
  const backlog = left.ms < 0 ? NO_TIME : left;
  const charged = addSpans(backlog, spanOfCalls(rate, cost), rate.limit);
  if (isLonger(charged, spanOfCalls(rate, rate.burst))) return describeRejected(rate, cost, backlog);
  return { ...describeAdmitted(rate, charged), nextState: addSpans(now, charged, rate.limit) };
}

/** The decision of a bucket that admitted the call; `backlog` is TAT minus now, the call included. */
export function describeAdmitted(rate: GcraRate, backlog: Span): Extract<GcraDecision, { allowed: true }> {
  return { allowed: true, remaining: remainingCalls(rate, backlog), resetMs: ceilMs(backlog) };
}

/** The decision of a bucket that rejected the call; `backlog` is TAT minus now, without the call. */
export function describeRejected(
  rate: GcraRate,
  cost: number,
  backlog: Span,
): Extract<GcraDecision, { allowed: false }> {
  const needed = addSpans(backlog, spanOfCalls(rate, cost), rate.limit);
  const missing = subtractSpans(needed, spanOfCalls(rate, rate.burst), rate.limit);
  return {
    allowed: false,
    retryAfterMs: ceilMs(missing),
    remaining: remainingCalls(rate, backlog),
    resetMs: ceilMs(backlog),
  };
}

function remainingCalls(rate: GcraRate, backlog: Span): number {
  const free = subtractSpans(spanOfCalls(rate, rate.burst), backlog, rate.limit);
  // An earlier call with a larger capacity may have filled the bucket beyond this one's (see insurance.policy.ts).
  if (free.ms < 0) return 0;
  return multiplyDivide(free.ms, rate.limit, free.part, rate.periodMs)[0];
}
