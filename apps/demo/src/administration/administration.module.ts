import { Module } from '@nestjs/common';
import { ProviderSourceModule } from '../providers/provider-source.module.js';
import { CacheController } from './cache.controller.js';
import { LimitsController } from './limits.controller.js';
import { ProvidersController } from './providers.controller.js';

@Module({
  imports: [ProviderSourceModule],
  controllers: [ProvidersController, CacheController, LimitsController],
})
export class AdministrationModule {}
