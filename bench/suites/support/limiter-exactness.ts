import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender, Rate } from './limiter-contenders.js';

/** How many of 2,000 simultaneous calls on a limit of 100 are admitted. One call comes back in 14 minutes. */
export const STORM: Rate & { readonly calls: number } = {
  limit: 100,
  periodMs: 24 * 3_600_000,
  calls: 2_000,
};

export async function admittedInStorm({ decide }: Contender): Promise<number> {
  const decisions = await Promise.all(Array.from({ length: STORM.calls }, () => decide('storm')));
  return decisions.filter(Boolean).length;
}

/** A window that two bursts fall into, one on each side of its edge. */
export const EDGE: Rate = { limit: 10, periodMs: 2_000 };
const BEFORE_EDGE_MS = 100;
const BETWEEN_MS = 200;

/**
 * The most calls that are admitted within 0.3 s around the edge of a window, when ten are tried on each side. Windows
 * begin with the first call of a key, so one call opens the window.
 */
export async function admittedAtEdge({ decide }: Contender): Promise<number> {
  const key = 'edge';
  if (!(await decide(key))) throw new Error('The first call opens the window and must be admitted.');
  await sleep(EDGE.periodMs - BEFORE_EDGE_MS);
  const before = await admittedOf(decide, key);
  await sleep(BETWEEN_MS);
  return before + (await admittedOf(decide, key));
}

async function admittedOf(decide: Contender['decide'], key: string): Promise<number> {
  let admitted = 0;
  for (let call = 0; call < EDGE.limit; call++) if (await decide(key)) admitted++;
  return admitted;
}
