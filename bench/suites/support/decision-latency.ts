import { quantile } from '../../harness/statistics.policy.js';

/** Enough that 500 of them are slower than the 99th percentile. */
const DECISIONS = 50_000;
const NS_PER_MS = 1e6;

/**
 * The 99th percentile of decisions made one after the other, in ns, after as many to warm up. Each is charged for one
 * reading of the clock, some 40 ns.
 */
export async function p99Ns(
  decide: (key: string) => Promise<unknown>,
  keys: readonly string[],
): Promise<number> {
  const took = new Float64Array(DECISIONS);
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < DECISIONS; n++) {
      const began = performance.now();
      await decide(keys[n % keys.length] ?? '');
      took[n] = performance.now() - began;
    }
  }
  return quantile(took, 0.99) * NS_PER_MS;
}
