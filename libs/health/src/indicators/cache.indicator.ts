import { AiCacheService } from '@hydrogenai/ai-cache';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { IndicatorResult } from '../checks/indicator.js';
import { cacheState } from './cache-state.policy.js';
import { toTerminusResult } from './terminus-result.js';

/** The answer cache: stores, reads and deletes on each tier. */
@Injectable()
export class CacheIndicator {
  constructor(
    @Inject(HealthIndicatorService) private readonly terminus: HealthIndicatorService,
    @Optional() @Inject(AiCacheService) private readonly service?: AiCacheService,
  ) {}

  /** Whether the application has an `AiCacheService`. */
  get present(): boolean {
    return this.service !== undefined;
  }

  /** @param deadlineMs how long Redis may take. */
  async observe(deadlineMs: number): Promise<IndicatorResult> {
    if (!this.service) return { status: 'unknown' };
    return cacheState(await this.service.checkHealth(deadlineMs));
  }

  /** For terminus' own `HealthCheckService.check([...])`. */
  async isHealthy<const Key extends string>(
    key: Key,
    deadlineMs: number,
  ): Promise<HealthIndicatorResult<Key>> {
    return toTerminusResult(this.terminus, key, await this.observe(deadlineMs));
  }
}
