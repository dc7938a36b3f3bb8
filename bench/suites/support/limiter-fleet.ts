import { randomUUID } from 'node:crypto';
import { spawnUpstream } from '../../harness/index.js';
import type { ContenderName, Rate } from './limiter-contenders.js';
import type { FleetReport } from './limiter-fleet.upstream.js';

export interface FleetFigures {
  /** Decisions of all processes together. */
  readonly decisionsPerSecond: number;
  /** Of the slowest process. */
  readonly p99Ms: number;
  readonly admitted: number;
}

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

/** Runs a contender in many processes at once; they begin together. */
export async function runFleet(options: FleetOptions): Promise<FleetFigures> {
  const gate = `gate:${randomUUID()}`;
  const module = new URL('./limiter-fleet.upstream.js', import.meta.url);
  const workers = await Promise.all(
    Array.from({ length: options.processes }, () => spawnUpstream<FleetReport>(module, { ...options, gate })),
  );
  const reports = workers.map(({ info }) => info);
  await Promise.all(workers.map((worker) => worker.stop()));
  const sum = (figure: (report: FleetReport) => number): number =>
    reports.reduce((total, report) => total + figure(report), 0);
  return {
    decisionsPerSecond: sum(({ decisions, tookMs }) => decisions / (tookMs / 1_000)),
    p99Ms: Math.max(...reports.map(({ p99Ms }) => p99Ms)),
    admitted: sum(({ admitted }) => admitted),
  };
}
