import type { CancelTimer, Clock } from '@hydrogenai/common';
import type { CheckSnapshot } from '../report/check-snapshot.js';
import { CheckRunner } from './check-runner.js';
import type { Indicator } from './indicator.js';
import type { Observation } from './observation.js';
import { isFresh, pauseMs } from './schedule.policy.js';

/** One check that repeats itself. Who asks gets the latest result and starts nothing. */
export class BackgroundCheck {
  private readonly runner: CheckRunner;
  private cancelNext: CancelTimer | undefined;
  private going = false;

  constructor(
    indicator: Indicator,
    private readonly periodMs: number,
    private readonly clock: Clock,
  ) {
    this.runner = new CheckRunner(indicator, clock);
  }

  /** True as soon as one run has ended, well or not. */
  get hasRun(): boolean {
    return this.runner.latest !== undefined;
  }

  start(): void {
    if (this.going) return;
    this.going = true;
    void this.cycle();
  }

  stop(): void {
    this.going = false;
    this.cancelNext?.();
    this.runner.stop();
  }

  /** The run in flight, or a new one. */
  run(): Promise<Observation> {
    return this.runner.run();
  }

  snapshot(): CheckSnapshot {
    const { name, criticality } = this.runner.indicator;
    const { latest } = this.runner;
    if (!latest) return { name, criticality, status: 'unknown', parts: {}, ageMs: null };
    const ageMs = Math.floor(this.clock.monotonicMs() - latest.atMs);
    const { status, parts } = latest;
    if (!isFresh(ageMs, this.periodMs)) return { name, criticality, status: 'unknown', parts: {}, ageMs };
    return { name, criticality, status, parts, ageMs };
  }

  private async cycle(): Promise<void> {
    await this.runner.run();
    if (!this.going) return;
    this.cancelNext = this.clock.after(pauseMs(this.periodMs, Math.random()), () => void this.cycle());
  }
}
