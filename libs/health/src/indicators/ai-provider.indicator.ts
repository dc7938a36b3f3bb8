import { AiProviderService } from '@hydrogenai/ai-provider';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { IndicatorResult } from '../checks/indicator.js';
import type { ResolvedHealthOptions } from '../health.options.js';
import { RESOLVED_HEALTH_OPTIONS } from '../health.tokens.js';
import { providersState } from './provider-state.policy.js';
import { toTerminusResult } from './terminus-result.js';

/** The model providers, judged by the calls that were made anyway: it makes none and costs no token. */
@Injectable()
export class AiProviderIndicator {
  constructor(
    @Inject(HealthIndicatorService) private readonly terminus: HealthIndicatorService,
    @Inject(RESOLVED_HEALTH_OPTIONS) private readonly options: ResolvedHealthOptions,
    @Optional() @Inject(AiProviderService) private readonly service?: AiProviderService,
  ) {}

  /** Whether the application has an `AiProviderService`. */
  get present(): boolean {
    return this.service !== undefined;
  }

  observe(): IndicatorResult {
    if (!this.service) return { status: 'unknown' };
    return providersState(this.service.getProviderStats(), this.options.clock.now());
  }

  /** For terminus' own `HealthCheckService.check([...])`. */
  isHealthy<const Key extends string>(key: Key): HealthIndicatorResult<Key> {
    return toTerminusResult(this.terminus, key, this.observe());
  }
}
