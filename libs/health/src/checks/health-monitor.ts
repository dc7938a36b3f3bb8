import { Inject, Injectable } from '@nestjs/common';
import type { ResolvedHealthOptions } from '../health.options.js';
import { HEALTH_INDICATORS, RESOLVED_HEALTH_OPTIONS } from '../health.tokens.js';
import type { CheckSnapshot } from '../report/check-snapshot.js';
import { BackgroundCheck } from './background-check.js';
import type { Indicator } from './indicator.js';
import type { Observation } from './observation.js';

/** All checks of an application. */
@Injectable()
export class HealthMonitor {
  private readonly checks: ReadonlyMap<string, BackgroundCheck>;

  constructor(
    @Inject(HEALTH_INDICATORS) indicators: readonly Indicator[],
    @Inject(RESOLVED_HEALTH_OPTIONS) { periodMs, clock }: ResolvedHealthOptions,
  ) {
    this.checks = new Map(
      indicators.map((indicator) => [indicator.name, new BackgroundCheck(indicator, periodMs, clock)]),
    );
  }

  /** True as soon as every check has run once, well or not. */
  get firstRoundOver(): boolean {
    return [...this.checks.values()].every(({ hasRun }) => hasRun);
  }

  start(): void {
    for (const check of this.checks.values()) check.start();
  }

  stop(): void {
    for (const check of this.checks.values()) check.stop();
  }

  /** What is known at the moment; it starts nothing and waits for nothing. */
  snapshot(): readonly CheckSnapshot[] {
    return [...this.checks.values()].map((check) => check.snapshot());
  }

  /** Runs a check now, or joins its run in flight; undefined when there is none of that name. */
  run(name: string): Promise<Observation> | undefined {
    return this.checks.get(name)?.run();
  }
}
