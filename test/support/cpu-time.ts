const US_PER_MS = 1_000;

/**
 * CPU time of this thread for some work, in ms: the best of three. Unlike the time on the clock it is hardly longer where
 * other processes are busy, so that a test may tell linear work from quadratic by it.
 */
export function cpuMsOf(work: () => void): number {
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    const before = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(before);
    best = Math.min(best, (user + system) / US_PER_MS);
  }
  return best;
}
