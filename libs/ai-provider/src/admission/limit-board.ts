import type { KnownRest, LimitCharge, LimitDecision, RateLimit } from '@hydrogenai/rate-limit';
import type { Amounts } from './counting.policy.js';
import { LimitGauge, type LimitSource, type PartsCost, type Promised } from './limit-gauge.js';
import type { LearnedLimit } from './learned-limit.policy.js';
import { LIMIT_KIND_NAMES, type LimitKind, type Limits } from './limit-kind.js';

/** One limit as people see it. Figures of `remaining` are what this process knows; other processes may have used more. */
export interface LimitStatus {
  readonly name: LimitKind;
  /** Per window, headroom included. */
  readonly limit: number;
  /** Calls or tokens that may be used now, without the headroom. */
  readonly remaining: number;
  /** Until all of it is there again. */
  readonly resetsInMs: number;
  readonly source: LimitSource;
}

/** What one attempt holds, limit by limit. */
export interface Held {
  readonly gauge: LimitGauge;
  readonly amount: number;
  readonly cost: PartsCost;
  /** Of the limit, when it was reserved. */
  readonly capacity: number;
}

export interface LimitBoardOptions {
  /** Whose buckets: the key of the limiter. */
  readonly key: string;
  readonly configured: Limits;
  readonly headroom: number;
  readonly rates: Readonly<Record<LimitKind, RateLimit>>;
}

/** All limits of one lane, configured and learned. */
export class LimitBoard {
  private readonly gauges = new Map<LimitKind, LimitGauge>();

  constructor(private readonly options: LimitBoardOptions) {
    for (const kind of LIMIT_KIND_NAMES) if (options.configured[kind] !== undefined) this.gauge(kind);
  }

  /** Whether anything is limited. */
  get isEmpty(): boolean {
    return this.gauges.size === 0;
  }

  /** Whether the amounts can ever be had. */
  fits(amounts: Amounts): boolean {
    for (const { counts, capacity } of this.gauges.values()) if (amounts[counts] > capacity) return false;
    return true;
  }

  /** The most output that its limits can ever let through beside this input. */
  mostOutput(inputTokens: number): number {
    let most = Infinity;
    for (const { counts, capacity } of this.gauges.values()) {
      if (counts === 'outputTokens') most = Math.min(most, capacity);
      else if (counts === 'tokens') most = Math.min(most, capacity - inputTokens);
    }
    return Math.max(1, most);
  }

  hold(amounts: Amounts): readonly Held[] {
    return Array.from(this.gauges.values(), (gauge) => {
      const amount = amounts[gauge.counts];
      return { gauge, amount, cost: gauge.cost(amount), capacity: gauge.capacity };
    });
  }

  chargesOf(held: readonly Held[]): readonly LimitCharge[] {
    const { key } = this.options;
    return held.map(({ gauge, cost }) => ({ limit: gauge.rate, key, cost: cost.parts }));
  }

  /** Takes note of what the limiter said to these charges. */
  note(held: readonly Held[], decisions: readonly LimitDecision[], nowMs: number): void {
    for (const [index, decision] of decisions.entries()) {
      if (decision.decidedBy === 'store') held[index]?.gauge.noteRemaining(decision.remaining, nowMs);
    }
  }

  /** Takes note of a response's headers, and gives what the limiter should be told. */
  learn(
    headers: readonly LearnedLimit[],
    startedMs: number,
    nowMs: number,
    promise: Promised | undefined,
    onChange: (kind: LimitKind, limit: number) => void,
  ): readonly KnownRest[] {
    const rests: KnownRest[] = [];
    for (const header of headers) {
      const gauge = this.gauge(header.kind);
      const before = gauge.limit;
      const remaining = gauge.learn(header, startedMs, nowMs, promise);
      if (gauge.limit !== before) onChange(gauge.kind, gauge.limit);
      if (remaining !== undefined) rests.push({ limit: gauge.rate, key: this.options.key, remaining });
    }
    return rests;
  }

  /** When the amounts are believed to be there, in ms; 0: now; `undefined`: never. @param before what others wait for. */
  waitMs(amounts: Amounts, before: Amounts, nowMs: number): number | undefined {
    if (!this.fits(amounts)) return undefined;
    let waitMs = 0;
    for (const gauge of this.gauges.values()) {
      waitMs = Math.max(waitMs, gauge.waitMs(amounts[gauge.counts], before[gauge.counts], nowMs));
    }
    return waitMs;
  }

  status(nowMs: number): readonly LimitStatus[] {
    return Array.from(this.gauges.values(), (gauge) => ({
      name: gauge.kind,
      limit: gauge.limit,
      remaining: gauge.remainingAt(nowMs),
      resetsInMs: gauge.resetsInMs(nowMs),
      source: gauge.source,
    }));
  }

  private gauge(kind: LimitKind): LimitGauge {
    const known = this.gauges.get(kind);
    if (known) return known;
    const { rates, configured, headroom } = this.options;
    const gauge = new LimitGauge(kind, rates[kind], configured[kind], headroom);
    this.gauges.set(kind, gauge);
    return gauge;
  }
}
