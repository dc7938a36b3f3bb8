import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel.js';

/** Ends when its signal does. */
const endless = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

describe('inParallel', () => {
  it('gives the results in the order of the items, whichever is done first', async () => {
    const later: (() => void)[] = [];
    const pending = inParallel([0, 1, 2], 3, undefined, async (item) => {
      await new Promise<void>((resolve) => later.push(resolve));
      return item * 2;
    });
    for (const finish of later.toReversed()) finish();
    expect(await pending).toEqual([0, 2, 4]);
  });

  it('ends the others when one fails, begins no further one, and throws that failure', async () => {
    const begun: number[] = [];
    const pending = inParallel([0, 1, 2, 3], 2, undefined, async (item, signal) => {
      begun.push(item);
      if (item === 1) throw new Error('broken');
      return endless(signal);
    });
    await expect(pending).rejects.toThrow('broken');
    expect(begun).toEqual([0, 1]);
  });

  it("ends all with the caller's reason, and leaves no listener on its signal", async () => {
    const caller = new AbortController();
    const pending = inParallel([0, 1, 2], 2, caller.signal, (_item, signal) => endless(signal));
    caller.abort(new Error('left'));
    await expect(pending).rejects.toThrow('left');
    const { signal } = new AbortController();
    await inParallel([1], 1, signal, async (item) => item);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
