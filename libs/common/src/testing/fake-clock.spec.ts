import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { FakeClock } from './fake-clock.js';

describe('FakeClock', () => {
  it('stands still until it is moved', () => {
    const clock = new FakeClock(1_000);
    expect([clock.now(), clock.monotonicMs()]).toEqual([1_000, 0]);
    clock.advance(2.5);
    expect([clock.now(), clock.monotonicMs()]).toEqual([1_002, 2.5]);
    expect(new FakeClock().now()).toBe(Date.UTC(2026, 0, 1));
  });

  it('fires timers in the order of their time, each at its own time, and equal ones in the order of their making', () => {
    const clock = new FakeClock();
    const fired: string[] = [];
    const note = (name: string) => (): void => void fired.push(`${name}@${clock.monotonicMs()}`);
    clock.after(30, note('late'));
    clock.after(10, note('early'));
    clock.after(10, note('second'));
    clock.after(-5, note('overdue'));
    clock.after(31, note('beyond'));
    clock.advance(30);
    expect(fired).toEqual(['overdue@0', 'early@10', 'second@10', 'late@30']);
    expect(clock.pendingTimers).toBe(1);
  });

  it('fires what a timer sets, when that is due as well', () => {
    const clock = new FakeClock();
    const fired: number[] = [];
    clock.after(10, () => clock.after(10, () => fired.push(clock.monotonicMs())));
    clock.advance(25);
    expect(fired).toEqual([20]);
    expect(clock.monotonicMs()).toBe(25);
  });

  it('takes timers back, also from within another one', () => {
    const clock = new FakeClock();
    const fired: string[] = [];
    const cancel = clock.after(20, () => fired.push('cancelled'));
    clock.after(10, cancel);
    clock.advance(50);
    expect(fired).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets promises settle between timers', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    const step = async (name: string): Promise<void> => {
      await Promise.resolve();
      await Promise.resolve();
      seen.push(name);
    };
    clock.after(10, () => void step('first'));
    clock.after(20, () => seen.push('second'));
    await clock.advanceAsync(20);
    expect(seen).toEqual(['first', 'second']);
  });

  it('never goes back, neither by a negative step nor when a timer moves it further than the caller', () => {
    const clock = new FakeClock();
    expect(() => clock.advance(-1)).toThrow(InvalidOptionError);
    expect(() => clock.advance(Number.NaN)).toThrow(InvalidOptionError);
    clock.after(10, () => clock.advance(100));
    clock.advance(20);
    expect(clock.monotonicMs()).toBe(110);
  });
});
