const US_PER_MS = 1_000;

/** Several steps of the kernel's own count, which on many machines grows by 4 ms at a time. */
const BATCH_MS = 12;

/**
 * CPU time of this thread for some work, in ms: the best of three batches, each long enough to be measured. Unlike the time
 * on the clock it is hardly longer where other processes are busy, so that a test may tell linear work from quadratic by it.
 */
export function cpuMsOf(work: () => void): number {
  return Math.min(...Array.from({ length: 3 }, () => batch(work)));
}

function batch(work: () => void): number {
  const before = process.threadCpuUsage();
  for (let runs = 1; ; runs++) {
    work();
    const { user, system } = process.threadCpuUsage(before);
    const tookMs = (user + system) / US_PER_MS;
    if (tookMs >= BATCH_MS) return tookMs / runs;
  }
}
