import { Inject, Injectable } from '@nestjs/common';
import { HealthMonitor } from './checks/health-monitor.js';
import type { BuiltInCheck } from './indicators/built-in-checks.js';
import type { HealthState, PartStates } from './report/health-state.js';

export interface ServiceHealth {
  /** `unknown` when the service is not part of the application, is switched off in the options, or did not answer in time. */
  readonly status: HealthState;
  /** States of providers or tiers by id; empty where there are none. */
  readonly parts: PartStates;
  /** How long the check took, in ms. */
  readonly ms: number;
}

/** Health of the shared services, looked up now, each within its deadline. None of its methods throws. */
@Injectable()
export class SharedServiceHealth {
  constructor(@Inject(HealthMonitor) private readonly monitor: HealthMonitor) {}

  /** Judged by past calls; it makes none. */
  checkAiProviders(): Promise<ServiceHealth> {
    return this.check('ai-providers');
  }

  /** Stores, reads and deletes on each tier. */
  checkCacheHealth(): Promise<ServiceHealth> {
    return this.check('cache');
  }

  /** As the check at boot found it. */
  checkConfiguration(): Promise<ServiceHealth> {
    return this.check('config');
  }

  private async check(name: BuiltInCheck): Promise<ServiceHealth> {
    const observation = await this.monitor.run(name);
    if (!observation) return { status: 'unknown', parts: {}, ms: 0 };
    const { status, parts, ms } = observation;
    return { status, parts, ms };
  }
}
