import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Block {
  /** As others see it: with what else the machine does meanwhile. */
  readonly wallMs: number;
  /** CPU time of the thread itself. */
  readonly cpuMs: number;
}

/** The longest times that work kept the event loop to itself. */
export async function longestBlock(work: () => unknown): Promise<Block> {
  let wallMs = 0;
  let cpuMs = 0;
  let last = performance.now();
  let lastCpu = process.threadCpuUsage();
  const done = new AbortController();
  const watch = (async () => {
    while (!done.signal.aborted) {
      await nextTurn();
      const now = performance.now();
      const { user, system } = process.threadCpuUsage(lastCpu);
      wallMs = Math.max(wallMs, now - last);
      cpuMs = Math.max(cpuMs, (user + system) / 1_000);
      last = now;
      lastCpu = process.threadCpuUsage();
    }
  })();
  await nextTurn();
  await work();
  done.abort();
  await watch;
  return { wallMs, cpuMs };
}
