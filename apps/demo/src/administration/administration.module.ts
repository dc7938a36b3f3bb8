import { Module } from '@nestjs/common';
import { ProviderSourceModule } from '../providers/provider-source.module.js';
import { CacheController } from './cache.controller.js';
import { LimitsController } from './limits.controller.js';
import { ProvidersController } from './providers.controller.js';
import { UsageController } from './usage.controller.js';

@Module({
  imports: [ProviderSourceModule],
  controllers: [ProvidersController, UsageController, CacheController, LimitsController],
})
export class AdministrationModule {}
