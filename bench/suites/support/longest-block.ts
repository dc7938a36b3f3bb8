import { setImmediate as nextTurn } from 'node:timers/promises';

/** The longest time in ms that work kept the event loop to itself. */
export async function longestBlockMs(work: () => unknown): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let working = true;
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const watch = (async () => {
    while (working) {
      await nextTurn();
      look();
    }
  })();
  await nextTurn();
  await work();
  working = false;
  await watch;
  return longest;
}
