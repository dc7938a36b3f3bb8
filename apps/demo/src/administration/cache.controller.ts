import { AiCacheService, type CacheStats } from '@hydrogenai/ai-cache';
import { InvalidRequestError, RequiresPermission } from '@hydrogenai/security';
import { Body, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ErrorResponse } from '../http/error-response.model.js';
import { Administrative } from './administrative.decorator.js';
import { InvalidateRequest, InvalidateResponse } from './invalidate-request.model.js';

@Administrative('v1/cache')
export class CacheController {
  constructor(private readonly cache: AiCacheService) {}

  @Get('stats')
  @RequiresPermission('cache:read')
  @ApiOperation({ summary: 'Hits by tier and namespace, misses, size' })
  stats(): CacheStats {
    return this.cache.stats();
  }

  @Post('invalidate')
  @HttpCode(200)
  @RequiresPermission('cache:invalidate')
  @ApiOperation({ summary: 'Forget answers, in every process and also those that are being computed' })
  @ApiOkResponse({ type: InvalidateResponse })
  @ApiBadRequestResponse({ type: ErrorResponse, description: 'Names the field and the rule.' })
  async invalidate(
    @Body() { namespace, tags = [], everything = false }: InvalidateRequest,
  ): Promise<InvalidateResponse> {
    if (namespace === undefined && tags.length === 0 && !everything) {
      throw new InvalidRequestError([
        { field: 'body', rule: 'must name a namespace, tags, or everything: true' },
      ]);
    }
    return this.cache.invalidate({ namespace, tags, everything });
  }
}
