import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { withinDeadline } from './within-deadline.js';

const never = (): Promise<string> => new Promise(() => undefined);

describe('a call within a deadline', () => {
  it('gives its own result or error, and takes its timer back', async () => {
    const clock = new FakeClock();
    const deadline = { ms: 50, clock, late: () => 'late' };
    await expect(withinDeadline(Promise.resolve('result'), deadline)).resolves.toBe('result');
    await expect(withinDeadline(Promise.reject(new Error('refused')), deadline)).rejects.toThrow('refused');
    expect(clock.pendingTimers).toBe(0);
  });

  it('counts as late when the time is up, as a value or as a throw', async () => {
    const clock = new FakeClock();
    const value = withinDeadline(never(), { ms: 50, clock, late: () => 'late' });
    const thrown = withinDeadline<string, never>(never(), {
      ms: 50,
      clock,
      late: () => {
        throw new Error('too late');
      },
    });
    const outcomes = Promise.allSettled([value, thrown]);
    await clock.advanceAsync(49);
    expect(clock.pendingTimers).toBe(2);
    await clock.advanceAsync(1);
    expect(await outcomes).toMatchObject([
      { status: 'fulfilled', value: 'late' },
      { status: 'rejected', reason: { message: 'too late' } },
    ]);
  });

  it('is not late when the answer was there and only this process was busy', async () => {
    const clock = new FakeClock();
    let answer: (text: string) => void = () => undefined;
    const call = withinDeadline(new Promise<string>((resolve) => (answer = resolve)), {
      ms: 50,
      clock,
      late: () => 'late',
    });
    clock.advance(50);
    answer('in time');
    expect(await call).toBe('in time');
  });
});
