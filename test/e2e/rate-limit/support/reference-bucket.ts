interface Rate {
  readonly limit: number;
  readonly periodMs: number;
  readonly burst: number;
}

type ReferenceDecision =
  | { readonly allowed: true; readonly remaining: number; readonly resetMs: number }
  | {
      readonly allowed: false;
      readonly retryAfterMs: number;
      readonly remaining: number;
      readonly resetMs: number;
    };

/**
 * A bucket by another road than the limiter's: a token count that leaks in, in units of 1 / periodMs calls, with
 * integers of any size. One ms brings `limit` units, one call takes `periodMs` units.
 */
export class ReferenceBucket {
  private units: bigint;
  private readonly capacity: bigint;
  private atMs: number | undefined;

  constructor(private readonly rate: Rate) {
    this.capacity = BigInt(rate.burst) * BigInt(rate.periodMs);
    this.units = this.capacity;
  }

  consume(nowMs: number, cost: number): ReferenceDecision {
    const { limit, periodMs } = this.rate;
    const refilled = this.units + BigInt(nowMs - (this.atMs ?? nowMs)) * BigInt(limit);
    this.units = refilled > this.capacity ? this.capacity : refilled;
    this.atMs = nowMs;
    const price = BigInt(cost) * BigInt(periodMs);
    const missing = price - this.units;
    if (missing <= 0n) this.units -= price;
    const figures = {
      remaining: Number(this.units / BigInt(periodMs)),
      resetMs: ceilDivide(this.capacity - this.units, BigInt(limit)),
    };
    return missing <= 0n
      ? { allowed: true, ...figures }
      : { allowed: false, retryAfterMs: ceilDivide(missing, BigInt(limit)), ...figures };
  }
}

function ceilDivide(dividend: bigint, divisor: bigint): number {
  return Number((dividend + divisor - 1n) / divisor);
}
