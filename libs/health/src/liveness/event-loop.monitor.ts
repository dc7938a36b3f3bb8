import type { CancelTimer } from '@hydrogenai/common';
import { Inject, Injectable } from '@nestjs/common';
import type { ResolvedHealthOptions } from '../health.options.js';
import { RESOLVED_HEALTH_OPTIONS } from '../health.tokens.js';
import { isLate, stillCounts, tickMs } from './event-loop.policy.js';

/** Notices that the event loop was blocked, by a timer that comes late. No I/O. */
@Injectable()
export class EventLoopMonitor {
  private dueMs: number | undefined;
  private blockEndedMs: number | undefined;
  private cancelTick: CancelTimer | undefined;

  constructor(@Inject(RESOLVED_HEALTH_OPTIONS) private readonly options: ResolvedHealthOptions) {}

  start(): void {
    if (this.cancelTick) return;
    this.tick();
  }

  stop(): void {
    this.cancelTick?.();
    this.cancelTick = undefined;
    this.dueMs = undefined;
  }

  isBlocked(): boolean {
    this.look(); // a probe may be read before the late timer fires
    const { clock, eventLoopBlockedMs } = this.options;
    return stillCounts(clock.monotonicMs(), this.blockEndedMs, eventLoopBlockedMs);
  }

  private tick(): void {
    this.look();
    const { clock, eventLoopBlockedMs } = this.options;
    const pauseMs = tickMs(eventLoopBlockedMs);
    this.dueMs = clock.monotonicMs() + pauseMs;
    this.cancelTick = clock.after(pauseMs, () => this.tick());
  }

  private look(): void {
    const { clock, eventLoopBlockedMs } = this.options;
    const nowMs = clock.monotonicMs();
    if (this.dueMs !== undefined && isLate(nowMs, this.dueMs, eventLoopBlockedMs)) this.blockEndedMs = nowMs;
  }
}
