import type { Clock } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { resolveHealthOptions } from '../health.options.js';
import { EventLoopMonitor } from './event-loop.monitor.js';

const THRESHOLD_MS = 1_000;
const TICK_MS = 100;

/** Time that can pass while no timer fires, as in a blocked event loop. */
class BlockingClock implements Clock {
  readonly timers = new FakeClock();
  private blockedMs = 0;
  now = (): number => this.timers.now() + this.blockedMs;
  monotonicMs = (): number => this.timers.monotonicMs() + this.blockedMs;
  after: Clock['after'] = (ms, callback) => this.timers.after(ms, callback);
  block(ms: number): void {
    this.blockedMs += ms;
  }
}

function started(): { clock: BlockingClock; monitor: EventLoopMonitor } {
  const clock = new BlockingClock();
  const monitor = new EventLoopMonitor(resolveHealthOptions({ eventLoopBlockedMs: THRESHOLD_MS, clock }));
  monitor.start();
  return { clock, monitor };
}

describe('the event loop monitor', () => {
  it('sees nothing while timers come in time', () => {
    const { clock, monitor } = started();
    for (let step = 0; step < 100; step++) {
      clock.timers.advance(37);
      expect(monitor.isBlocked()).toBe(false);
    }
  });

  it('sees a block of the threshold and a tick, also when a probe is read before the late timer fires', () => {
    const { clock, monitor } = started();
    clock.block(THRESHOLD_MS + TICK_MS);
    expect(monitor.isBlocked()).toBe(true);
  });

  it('never sees a block that is shorter than the threshold', () => {
    const { clock, monitor } = started();
    clock.block(THRESHOLD_MS - 1);
    expect(monitor.isBlocked()).toBe(false);
    clock.timers.advance(TICK_MS);
    expect(monitor.isBlocked()).toBe(false);
  });

  it('tells of a block that the timer saw, for as long again as the threshold, and recovers', () => {
    const { clock, monitor } = started();
    clock.block(THRESHOLD_MS + TICK_MS);
    clock.timers.advance(TICK_MS); // the late tick
    clock.timers.advance(THRESHOLD_MS - 1);
    expect(monitor.isBlocked()).toBe(true);
    clock.timers.advance(1);
    expect(monitor.isBlocked()).toBe(false);
  });

  it('has one timer however often it is started, and none when it is stopped', () => {
    const { clock, monitor } = started();
    monitor.start();
    clock.timers.advance(5 * TICK_MS);
    expect(clock.timers.pendingTimers).toBe(1);
    monitor.stop();
    expect(clock.timers.pendingTimers).toBe(0);
    clock.block(10 * THRESHOLD_MS);
    expect(monitor.isBlocked()).toBe(false);
  });
});
