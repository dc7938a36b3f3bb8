import type { GcraDecision, GcraRate } from '@hydrogenai/rate-limit';

interface Hold {
  readonly units: bigint;
  readonly endsAtMs: number;
}

/** A bucket in units of 1 / periodMs calls: one ms drains `limit` units, one call brings `periodMs`. */
interface Bucket {
  backlog: bigint;
  atMs: number;
  readonly holds: Map<string, Hold>;
}

export interface ReferenceCharge {
  readonly bucket: string;
  readonly rate: GcraRate;
  readonly cost: number;
  readonly binding: boolean;
}

/**
 * Several buckets with reservations by another road than the limiter's: integers of any size, every bucket and lease
 * looked at on every call, nothing clever.
 */
export class ReferenceBuckets {
  private readonly buckets = new Map<string, Bucket>();

  take(
    nowMs: number,
    charges: readonly ReferenceCharge[],
    lease?: { readonly id: string; readonly ms: number },
  ): { allowed: boolean; verdicts: GcraDecision[] } {
    const seen = charges.map((charge) => ({ ...charge, state: this.at(charge, nowMs) }));
    const fits = seen.map(
      ({ state, rate, cost }) => used(state) + price(rate, cost) <= price(rate, rate.burst),
    );
    const allowed = seen.every(({ binding }, index) => fits[index] || !binding);
    const verdicts = seen.map(({ state, rate, cost }, index) => {
      if (!fits[index]) return this.refusal(nowMs, state, rate, cost);
      if (allowed && lease) {
        state.holds.set(lease.id, { units: price(rate, cost), endsAtMs: nowMs + lease.ms });
      } else if (allowed) {
        state.backlog += price(rate, cost);
      }
      return { allowed: true as const, ...figures(state, rate) };
    });
    return { allowed, verdicts };
  }

  settle(
    nowMs: number,
    leaseId: string,
    charges: readonly { readonly bucket: string; readonly rate: GcraRate; readonly actual: number }[],
  ): { late: boolean } {
    let late = false;
    for (const { bucket, rate, actual } of charges) {
      const state = this.at({ bucket, rate }, nowMs);
      if (!state.holds.delete(leaseId)) late = true;
      state.backlog += price(rate, actual);
    }
    return { late };
  }

  private at({ bucket, rate }: { bucket: string; rate: GcraRate }, nowMs: number): Bucket {
    const state = this.buckets.get(bucket) ?? { backlog: 0n, atMs: nowMs, holds: new Map<string, Hold>() };
    this.buckets.set(bucket, state);
    const drained = state.backlog - BigInt(nowMs - state.atMs) * BigInt(rate.limit);
    state.backlog = drained > 0n ? drained : 0n;
    state.atMs = nowMs;
    for (const [id, { endsAtMs }] of state.holds) if (endsAtMs <= nowMs) state.holds.delete(id);
    return state;
  }

  private refusal(nowMs: number, state: Bucket, rate: GcraRate, cost: number): GcraDecision {
    const missing = used(state) + price(rate, cost) - price(rate, rate.burst);
    const nextEndMs = Math.min(...[...state.holds.values()].map(({ endsAtMs }) => endsAtMs));
    const retryAfterMs =
      missing <= state.backlog ? ceilDivide(missing, BigInt(rate.limit)) : nextEndMs - nowMs;
    return { allowed: false, retryAfterMs, ...figures(state, rate) };
  }
}

function price(rate: GcraRate, calls: number): bigint {
  return BigInt(calls) * BigInt(rate.periodMs);
}

function used({ backlog, holds }: Bucket): bigint {
  return [...holds.values()].reduce((sum, { units }) => sum + units, backlog);
}

function figures(state: Bucket, rate: GcraRate): { remaining: number; resetMs: number } {
  const free = price(rate, rate.burst) - used(state);
  return {
    remaining: free < 0n ? 0 : Number(free / BigInt(rate.periodMs)),
    resetMs: ceilDivide(used(state), BigInt(rate.limit)),
  };
}

function ceilDivide(dividend: bigint, divisor: bigint): number {
  return Number((dividend + divisor - 1n) / divisor);
}
