import { formatDuration, type Clock } from '@hydrogenai/common';
import type { LoggerService } from '@nestjs/common';
import type { RateLimitStoreFact } from './outage.facts.js';
import type { Outage } from './outage.policy.js';
import type { OutageListener } from './watched.store.js';

export interface OutageLogOptions {
  readonly logger: Pick<LoggerService, 'warn' | 'log'>;
  readonly clock: Clock;
}

const ONE_LINE_PER_MS = 60_000;
const MS_PER_S = 1_000;

/** Writes outages to the application's log: at most one warning a minute, however often the store fails and comes back. */
export class OutageLog implements OutageListener {
  private warnedAtMs = -Infinity;
  private reason = 'unknown';
  /** Whether the log still believes in an outage; a recovery is logged only then. */
  private open = false;

  constructor(private readonly options: OutageLogOptions) {}

  changed(fact: RateLimitStoreFact): void {
    switch (fact.event) {
      case 'degraded':
        this.reason = fact.code ?? fact.reason;
        this.warn(
          `Redis does not decide on limits: ${this.reason}. Each limit does what its onStoreFailure says.`,
        );
        return;
      case 'recovered':
        if (!this.open) return;
        this.open = false;
        this.options.logger.log(
          `Redis decides on limits again, after ${seconds(fact.outageMs)} and ${fact.fallbacks} decisions without it.`,
        );
        return;
      default:
        return fact satisfies never;
    }
  }

  persists({ sinceMs, fallbacks }: Outage): void {
    const outageMs = this.options.clock.monotonicMs() - sinceMs;
    this.warn(
      `Redis still does not decide on limits: ${this.reason}, for ${seconds(outageMs)} and ${fallbacks} decisions.`,
    );
  }

  private warn(line: string): void {
    const nowMs = this.options.clock.monotonicMs();
    if (nowMs - this.warnedAtMs < ONE_LINE_PER_MS) return;
    this.warnedAtMs = nowMs;
    this.open = true;
    this.options.logger.warn(line);
  }
}

function seconds(ms: number): string {
  return formatDuration(Math.max(1, Math.round(ms / MS_PER_S)) * MS_PER_S);
}
