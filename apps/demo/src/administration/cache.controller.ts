import { AiCacheService, type CacheStats } from '@hydrogenai/ai-cache';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

@ApiTags('administration')
@Controller('v1/cache')
export class CacheController {
  constructor(private readonly cache: AiCacheService) {}

  @Get('stats')
  @ApiOperation({ summary: 'Hits by tier and namespace, misses, size' })
  stats(): CacheStats {
    return this.cache.stats();
  }
}
