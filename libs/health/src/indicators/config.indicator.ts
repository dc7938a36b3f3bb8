import { ConfigValidatorService } from '@hydrogenai/config-validator';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { IndicatorResult } from '../checks/indicator.js';
import { CONFIG_STATES } from './config-state.policy.js';
import { toTerminusResult } from './terminus-result.js';

/** The configuration as the check at boot found it. No variable is named. */
@Injectable()
export class ConfigIndicator {
  constructor(
    @Inject(HealthIndicatorService) private readonly terminus: HealthIndicatorService,
    @Optional() @Inject(ConfigValidatorService) private readonly service?: ConfigValidatorService,
  ) {}

  /** Whether the application has a `ConfigValidatorService`. */
  get present(): boolean {
    return this.service !== undefined;
  }

  observe(): IndicatorResult {
    return { status: this.service ? CONFIG_STATES[this.service.report().health] : 'unknown' };
  }

  /** For terminus' own `HealthCheckService.check([...])`. */
  isHealthy<const Key extends string>(key: Key): HealthIndicatorResult<Key> {
    return toTerminusResult(this.terminus, key, this.observe());
  }
}
