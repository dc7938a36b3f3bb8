import type { Clock } from '@hydrogenai/common';

export interface OutageListener {
  began(): void;
  /** @param outageMs how long it was. */
  over(outageMs: number): void;
}

/** Whether a store answers, so that each outage is told twice: when it begins and when it is over. */
export class Outage {
  private sinceMs: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly listener: OutageListener,
  ) {}

  get isOn(): boolean {
    return this.sinceMs !== undefined;
  }

  failed(): void {
    if (this.sinceMs !== undefined) return;
    this.sinceMs = this.clock.monotonicMs();
    this.listener.began();
  }

  succeeded(): void {
    if (this.sinceMs === undefined) return;
    const outageMs = Math.round(this.clock.monotonicMs() - this.sinceMs);
    this.sinceMs = undefined;
    this.listener.over(outageMs);
  }
}
