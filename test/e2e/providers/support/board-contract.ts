import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SharedBoard } from '../../../../libs/ai-provider/src/health/board/shared-board.js';

/** What every board does for the process that has it. Times are real, because Redis has a clock of its own. */
export function describeBoard(name: string, open: () => Promise<SharedBoard>): void {
  describe(`a board ${name}`, () => {
    let board: SharedBoard;
    beforeEach(async () => {
      board = await open();
    });
    afterEach(async () => {
      await board.close();
    });
    const put = (key: string, forMs: number, who: string, keep: 'latest' | 'longest' = 'latest'): void =>
      board.put({ key, forMs, value: { who }, keep });
    const who = (key: string): unknown => board.get(key)?.value['who'];

    it('knows at once what was put on it, by key and by the beginning of keys', () => {
      expect(board.isEmpty).toBe(true);
      put('pause:a', Infinity, 'one');
      put('pause:b', 60_000, 'two');
      put('drain:a', 60_000, 'three');
      expect(board.isEmpty).toBe(false);
      expect([who('pause:a'), who('pause:b'), who('pause:c')]).toEqual(['one', 'two', undefined]);
      expect(board.get('pause:a')?.endsAtMs).toBe(Infinity);
      const pauses = board.list('pause:').map(({ key }) => key);
      expect(pauses.toSorted()).toEqual(['pause:a', 'pause:b']);
    });

    it('forgets by itself what has ended, and not before', async () => {
      put('pause:a', 150, 'one');
      put('pause:b', 60_000, 'two');
      expect(who('pause:a')).toBe('one');
      await expect.poll(() => who('pause:a')).toBeUndefined();
      expect(board.list('').map(({ key }) => key)).toEqual(['pause:b']);
    });

    it('keeps what lasts longest, or what came last, as it is told', async () => {
      put('a', 60_000, 'long', 'longest');
      put('a', 30_000, 'short', 'longest');
      expect(who('a')).toBe('long');
      put('a', 90_000, 'longer', 'longest');
      expect(who('a')).toBe('longer');
      put('a', 10_000, 'last');
      expect(who('a')).toBe('last');
      put('a', Infinity, 'endless', 'longest');
      put('a', 90_000, 'never', 'longest');
      expect(who('a')).toBe('endless');
      // Also when it has been told to others and back.
      await sleep(50);
      expect(who('a')).toBe('endless');
    });

    it('has nothing left of what was removed', async () => {
      put('a', Infinity, 'one');
      board.remove('a');
      board.remove('b');
      expect([who('a'), board.isEmpty]).toEqual([undefined, true]);
      await sleep(50);
      expect(who('a')).toBeUndefined();
      put('a', 60_000, 'again', 'longest');
      await sleep(50);
      expect(who('a')).toBe('again');
    });

    it('gives a right to one at a time, and to the next when it is given back', async () => {
      const answers = await Promise.all([board.lease('x'), board.lease('x'), board.lease('y')]);
      const [first, second, other] = answers;
      expect([first, second, other].map((lease) => lease !== undefined)).toEqual([true, false, true]);
      first?.release();
      first?.release();
      await expect.poll(async () => (await board.lease('x')) !== undefined).toBe(true);
      expect(await board.lease('y')).toBeUndefined();
    });
  });
}
