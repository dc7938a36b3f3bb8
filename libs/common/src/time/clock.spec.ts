import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from './clock.js';

const FORTY_DAYS_MS = 40 * 86_400_000;

describe('systemClock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 5, 1) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('calls back once, at its time', () => {
    const callback = vi.fn<() => void>();
    systemClock.after(1_000, callback);
    vi.advanceTimersByTime(999);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('waits longer than 2^31 ms, where setTimeout alone fires at once', () => {
    const callback = vi.fn<() => void>();
    systemClock.after(FORTY_DAYS_MS, callback);
    vi.advanceTimersByTime(FORTY_DAYS_MS - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('takes a timer back, also in the second half of a long wait and after it fired', () => {
    const callback = vi.fn<() => void>();
    const cancelLong = systemClock.after(FORTY_DAYS_MS, callback);
    vi.advanceTimersByTime(30 * 86_400_000);
    cancelLong();
    expect(vi.getTimerCount()).toBe(0);

    const cancelLate = systemClock.after(5, callback);
    vi.advanceTimersByTime(5);
    cancelLate();
    cancelLate();
    vi.advanceTimersByTime(FORTY_DAYS_MS);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('never fires early by a fraction of a millisecond', () => {
    const callback = vi.fn<() => void>();
    systemClock.after(10.4, callback);
    vi.advanceTimersByTime(10);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('calls back on the next turn for a negative wait', () => {
    const callback = vi.fn<() => void>();
    systemClock.after(-5, callback);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('tells the wall time in whole ms, and a monotonic time that a jump of the wall clock does not move', () => {
    expect(systemClock.now()).toBe(Date.UTC(2026, 5, 1));
    const before = systemClock.monotonicMs();
    vi.setSystemTime(Date.UTC(2020, 0, 1));
    expect(systemClock.now()).toBe(Date.UTC(2020, 0, 1));
    expect(systemClock.monotonicMs()).toBe(before);
    vi.advanceTimersByTime(7);
    expect(systemClock.monotonicMs()).toBe(before + 7);
  });
});

describe('a timer of systemClock', () => {
  it('does not keep the process alive', () => {
    const unref = vi.spyOn(setTimeout(() => undefined, 0).constructor.prototype as NodeJS.Timeout, 'unref');
    try {
      const cancel = systemClock.after(60_000, () => undefined);
      expect(unref).toHaveBeenCalledTimes(1);
      cancel();
    } finally {
      unref.mockRestore();
    }
  });
});
