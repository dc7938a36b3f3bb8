/** Megabytes of resident memory that so many requests leave behind, after a warm-up and with garbage collected. */
export async function memoryGrowthMb(request: () => Promise<unknown>, requests: number): Promise<number> {
  await run(request, requests / 4);
  const before = residentMb();
  await run(request, requests);
  return residentMb() - before;
}

async function run(request: () => Promise<unknown>, requests: number): Promise<void> {
  let left = requests;
  const caller = async (): Promise<void> => {
    while (left-- > 0) await request();
  };
  await Promise.all(Array.from({ length: 8 }, caller));
}

function residentMb(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}
