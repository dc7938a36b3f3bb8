import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.js';
import { sleep } from './sleep.js';

describe('sleep', () => {
  it('ends at its time and not before', async () => {
    const clock = new FakeClock();
    let awake = false;
    const slept = sleep(clock, 100).then(() => (awake = true));
    await clock.advanceAsync(99);
    expect(awake).toBe(false);
    await clock.advanceAsync(1);
    expect(awake).toBe(true);
    await slept;
    expect(clock.pendingTimers).toBe(0);
  });

  it('sets no timer when the signal has aborted before, and rejects with its reason', async () => {
    const clock = new FakeClock();
    const reason = new Error('too late');
    await expect(sleep(clock, 100, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(clock.pendingTimers).toBe(0);
  });

  it('rejects as soon as the signal aborts, and takes its timer back', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const reason = new Error('stopped');
    const slept = sleep(clock, 100, controller.signal);
    clock.advance(50);
    controller.abort(reason);
    await expect(slept).rejects.toBe(reason);
    expect(clock.pendingTimers).toBe(0);
  });

  it('leaves no listener on a signal that lives on', async () => {
    const clock = new FakeClock();
    const { signal } = new AbortController();
    const added: unknown[] = [];
    const removed: unknown[] = [];
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (type: string, listener: unknown, ...rest: unknown[]) => {
      added.push(listener);
      Reflect.apply(addEventListener, signal, [type, listener, ...rest]);
    };
    signal.removeEventListener = (type: string, listener: unknown) => {
      removed.push(listener);
      Reflect.apply(removeEventListener, signal, [type, listener]);
    };
    const slept = sleep(clock, 100, signal);
    clock.advance(100);
    await slept;
    expect(added).toHaveLength(1);
    expect(removed).toEqual(added);
  });
});
