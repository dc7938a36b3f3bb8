import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a check holds; fails with what it last saw. */
export async function eventually<T>(look: () => T | Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  for (let left = 300; ; left--) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (left === 0) throw new Error(`It did not come to that; last seen: ${JSON.stringify(seen)}`);
    await sleep(20);
  }
}
