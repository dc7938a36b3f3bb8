import { InvalidOptionError } from '../errors/invalid-option.error.js';
import type { CancelTimer, Clock } from '../time/clock.js';

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is moved by hand. */
export class FakeClock implements Clock {
  private elapsedMs = 0;
  private readonly timers = new Set<Timer>();

  /** @param startMs wall clock at the beginning, ms since 1970. Default: 2026-01-01T00:00:00Z. */
  constructor(private readonly startMs: number = Date.UTC(2026, 0, 1)) {}

  now(): number {
    return Math.floor(this.startMs + this.elapsedMs);
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  after(ms: number, callback: () => void): CancelTimer {
    const timer: Timer = { atMs: this.elapsedMs + Math.max(0, ms), callback };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Timers that have not fired yet. */
  get pendingTimers(): number {
    return this.timers.size;
  }

  /**
   * Moves time on by `ms`; due timers fire in their order, each at its own time.
   * @throws InvalidOptionError for a negative number: time never goes back.
   */
  advance(ms: number): void {
    const targetMs = this.targetOf(ms);
    for (let next = this.nextTimer(targetMs); next; next = this.nextTimer(targetMs)) this.fire(next);
    this.moveTo(targetMs);
  }

  /** Like `advance`, and lets pending promises settle before every timer and at the end. */
  async advanceAsync(ms: number): Promise<void> {
    const targetMs = this.targetOf(ms);
    await settle();
    for (let next = this.nextTimer(targetMs); next; next = this.nextTimer(targetMs)) {
      this.fire(next);
      await settle();
    }
    this.moveTo(targetMs);
    await settle();
  }

  private targetOf(ms: number): number {
    if (ms >= 0) return this.elapsedMs + ms;
    throw new InvalidOptionError({ field: 'advance', accepted: 'milliseconds, 0 or more', received: ms });
  }

  private fire(timer: Timer): void {
    this.timers.delete(timer);
    this.moveTo(timer.atMs);
    timer.callback();
  }

  /** Never back: a callback may have moved time beyond the target itself. */
  private moveTo(atMs: number): void {
    this.elapsedMs = Math.max(this.elapsedMs, atMs);
  }

  private nextTimer(untilMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.atMs <= untilMs && (!next || timer.atMs < next.atMs)) next = timer;
    }
    return next;
  }
}

/** One turn of the event loop: every promise that can settle has settled by then. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
