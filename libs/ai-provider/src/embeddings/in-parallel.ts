/**
 * Works on items with at most so many at once, and gives the results in the order of the items. The first failure aborts the
 * rest, and is what is thrown when all have stopped.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  parallel: number,
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal, index: number) => Promise<Result>,
): Promise<Result[]> {
  const rest = new AbortController();
  const both = signal === undefined ? rest.signal : AbortSignal.any([signal, rest.signal]);
  const results: Result[] = [];
  let failure: { readonly error: unknown } | undefined;
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    // Shared by all workers: each takes the next item.
    for (const [index, item] of waiting) {
      if (failure) return;
      try {
        results[index] = await work(item, both, index);
      } catch (error) {
        failure ??= { error };
        rest.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
  if (failure) throw failure.error;
  return results;
}
