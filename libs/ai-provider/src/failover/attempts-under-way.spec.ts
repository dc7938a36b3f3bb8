import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { AttemptsUnderWay } from './attempts-under-way.js';

function entered(underWay: AttemptsUnderWay) {
  const answer = underWay.enter();
  if (answer.kind !== 'entered') throw new Error('It lets everybody in until it is closed.');
  return answer.pass;
}

async function isOver(over: Promise<void>): Promise<boolean> {
  return Promise.race([over.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))]);
}

describe('AttemptsUnderWay', () => {
  it('is over when the last one has ended, and at once where there is none', async () => {
    const underWay = new AttemptsUnderWay(new FakeClock());
    expect(await isOver(underWay.over(1_000))).toBe(true);
    const [first, second] = [entered(underWay), entered(underWay)];
    const over = underWay.over(1_000);
    first.cancel();
    expect(await isOver(over)).toBe(false);
    second.cancel();
    expect(await isOver(over)).toBe(true);
  });

  it('does not wait for ever for one that never ends', async () => {
    const clock = new FakeClock();
    const underWay = new AttemptsUnderWay(clock);
    entered(underWay);
    const over = underWay.over(1_000);
    clock.advance(999);
    expect(await isOver(over)).toBe(false);
    clock.advance(1);
    expect(await isOver(over)).toBe(true);
  });

  it('lets nobody in any more when it is closing, and still waits for those inside', async () => {
    const underWay = new AttemptsUnderWay(new FakeClock());
    const pass = entered(underWay);
    underWay.close();
    expect(underWay.enter()).toEqual({ kind: 'refused', why: 'closing', retryInMs: undefined });
    const over = underWay.over(1_000);
    expect(await isOver(over)).toBe(false);
    pass.cancel();
    expect(await isOver(over)).toBe(true);
  });
});
