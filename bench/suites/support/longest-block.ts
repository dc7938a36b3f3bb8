import { setImmediate as nextTurn } from 'node:timers/promises';

/** The longest time in ms that work kept the event loop to itself. */
export async function longestBlockMs(work: () => unknown): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const done = new AbortController();
  const watch = (async () => {
    while (!done.signal.aborted) {
      await nextTurn();
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
  })();
  await nextTurn();
  await work();
  done.abort();
  await watch;
  return longest;
}
