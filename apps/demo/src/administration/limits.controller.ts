import { RateLimiter, type LimitStats } from '@hydrogenai/rate-limit';
import { RequiresPermission } from '@hydrogenai/security';
import { Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Administrative } from './administrative.decorator.js';

interface LimitsOverview {
  /** Limits that were asked so far, and what this process has decided since it started. */
  readonly limits: readonly LimitStats[];
}

@Administrative('v1/limits')
export class LimitsController {
  constructor(private readonly limiter: RateLimiter) {}

  @Get()
  @RequiresPermission('limits:read')
  @ApiOperation({
    summary: 'What each limit had room for (admitted) and refused, or would have refused on trial',
    description: 'A question that one limit refuses is charged to none, also where another had room for it.',
  })
  overview(): LimitsOverview {
    return { limits: this.limiter.stats() };
  }
}
