import type { CacheHit } from '@hydrogenai/common/models';
import { LatencyHistogram, type LatencyPercentiles } from './latency-histogram.js';

type Kind = CacheHit['kind'];
type Tier = CacheHit['tier'];

/** One answer that need not be computed. */
export interface SavedAnswer {
  readonly kind: Kind;
  readonly tier: Tier;
  /** How long the caller waited; undefined where that is not measured, as on a hit in memory. */
  readonly ms?: number | undefined;
  /** Size of the answer as it is stored. */
  readonly bytes?: number | undefined;
  /** How long its computation had taken. */
  readonly savedMs?: number | undefined;
  /** What its computation had cost, in millionths of a dollar. */
  readonly savedMicroDollars?: number | undefined;
}

/** What the cache was good for, since the start. */
export interface SavingsReport {
  /** Answers by kind of match and tier: `{ exact: { l1: 3, l2: 1 } }`. Only those that occurred. */
  readonly hits: Readonly<Partial<Record<Kind, Readonly<Partial<Record<Tier, number>>>>>>;
  readonly misses: number;
  /** Of hits that were measured; `null` while there are none. */
  readonly hitMs: LatencyPercentiles | null;
  /** Of misses, computation included. */
  readonly missMs: LatencyPercentiles | null;
  readonly bytes: number;
  readonly savedMs: number;
  readonly savedMicroDollars: number;
}

/** The savings of one namespace. */
export class Savings {
  private readonly byKind = new Map<Kind, Map<Tier, number>>();
  private readonly hitMs = new LatencyHistogram();
  private readonly missMs = new LatencyHistogram();
  private misses = 0;
  private bytes = 0;
  private savedMs = 0;
  private savedMicroDollars = 0;

  hit({ kind, tier, ms, bytes = 0, savedMs = 0, savedMicroDollars = 0 }: SavedAnswer): void {
    this.count(kind, tier, 1);
    if (ms !== undefined) this.hitMs.record(ms);
    this.bytes += bytes;
    this.savedMs += savedMs;
    this.savedMicroDollars += savedMicroDollars;
  }

  /** @param ms until the answer was there; undefined when none came */
  miss(ms: number | undefined): void {
    this.misses += 1;
    if (ms !== undefined) this.missMs.record(ms);
  }

  add(other: Savings): void {
    for (const [kind, tiers] of other.byKind) for (const [tier, n] of tiers) this.count(kind, tier, n);
    this.hitMs.add(other.hitMs);
    this.missMs.add(other.missMs);
    this.misses += other.misses;
    this.bytes += other.bytes;
    this.savedMs += other.savedMs;
    this.savedMicroDollars += other.savedMicroDollars;
  }

  report(): SavingsReport {
    const { misses, bytes, savedMs, savedMicroDollars } = this;
    return {
      hits: Object.fromEntries(Array.from(this.byKind, ([kind, tiers]) => [kind, Object.fromEntries(tiers)])),
      misses,
      hitMs: this.hitMs.percentiles(),
      missMs: this.missMs.percentiles(),
      bytes,
      savedMs,
      savedMicroDollars,
    };
  }

  private count(kind: Kind, tier: Tier, more: number): void {
    const tiers = this.byKind.get(kind) ?? new Map<Tier, number>();
    this.byKind.set(kind, tiers.set(tier, (tiers.get(tier) ?? 0) + more));
  }
}
