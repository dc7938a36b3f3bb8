import type { ContenderName, Rate } from './limiter-contenders.js';

/** What a fleet is asked to do. */
export interface FleetOptions {
  readonly name: ContenderName;
  readonly redisUrl: string;
  readonly rate: Rate;
  readonly processes: number;
  /** Decisions in flight in each process. */
  readonly concurrency: number;
  /** Ends after this time, or after so many calls of each process. */
  readonly end: { readonly ms: number } | { readonly calls: number };
  /** The keys are these, in turn. */
  readonly keys: readonly string[];
}

/** What one process of it has done. */
export interface FleetReport {
  readonly decisions: number;
  readonly admitted: number;
  readonly tookMs: number;
  readonly p99Ms: number;
}
