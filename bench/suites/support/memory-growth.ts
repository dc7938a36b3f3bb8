/** What requests leave behind, in megabytes. */
export interface MemoryGrowth {
  /** Of the whole process. */
  readonly residentMb: number;
  /** Of what can still be reached, on the heap and beside it. */
  readonly reachableMb: number;
}

/** Megabytes that so many requests leave behind, after a warm-up of a quarter of them and with garbage collected. */
export async function memoryGrowth(
  request: () => Promise<unknown>,
  requests: number,
  concurrency: number,
): Promise<MemoryGrowth> {
  await run(request, requests / 4, concurrency);
  const before = memoryMb();
  await run(request, requests, concurrency);
  const after = memoryMb();
  return {
    residentMb: after.residentMb - before.residentMb,
    reachableMb: after.reachableMb - before.reachableMb,
  };
}

async function run(request: () => Promise<unknown>, requests: number, concurrency: number): Promise<void> {
  let left = requests;
  const caller = async (): Promise<void> => {
    while (left-- > 0) await request();
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
}

function memoryMb(): MemoryGrowth {
  globalThis.gc?.();
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { residentMb: rss / 2 ** 20, reachableMb: (heapUsed + external) / 2 ** 20 };
}
