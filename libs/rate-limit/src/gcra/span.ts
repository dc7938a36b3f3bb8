/**
 * A length of time, exact: `ms + part / limit` milliseconds with `0 <= part < limit`. The denominator is the limit's own
 * number of calls, so an emission interval (`periodMs / limit`) and all its multiples are whole in this unit.
 */
export interface Span {
  /** Whole milliseconds. */
  readonly ms: number;
  /** Numerator of the rest, over the limit. */
  readonly part: number;
}

export const NO_TIME: Span = { ms: 0, part: 0 };

export function addSpans(left: Span, right: Span, limit: number): Span {
  const part = left.part + right.part;
  return part < limit ? { ms: left.ms + right.ms, part } : { ms: left.ms + right.ms + 1, part: part - limit };
}

/** May be negative: then `ms` is below zero and `part` still from 0 to `limit - 1`. */
export function subtractSpans(left: Span, right: Span, limit: number): Span {
  const part = left.part - right.part;
  return part >= 0 ? { ms: left.ms - right.ms, part } : { ms: left.ms - right.ms - 1, part: part + limit };
}

export function isLonger(left: Span, right: Span): boolean {
  return left.ms > right.ms || (left.ms === right.ms && left.part > right.part);
}

/** The first whole millisecond at which the span is over. */
export function ceilMs({ ms, part }: Span): number {
  return part > 0 ? ms + 1 : ms;
}

/**
 * `(a * b + c) / d` as a whole quotient and its remainder, exact for whole numbers from 0 to 2^53. Products beyond that
 * (only limits of many millions over weeks) take the slower way.
 */
export function multiplyDivide(a: number, b: number, c: number, d: number): [quotient: number, rest: number] {
  const dividend = a * b + c;
  if (Number.isSafeInteger(dividend)) {
    // Exact below 2^53: a quotient that is not whole is too far from the next whole number to be rounded to it. Several
    // times faster than `%`, which takes the way of C's fmod for numbers beyond 32 bits.
    const quotient = Math.floor(dividend / d);
    return [quotient, dividend - quotient * d];
  }
  const exact = BigInt(a) * BigInt(b) + BigInt(c);
  return [Number(exact / BigInt(d)), Number(exact % BigInt(d))];
}
