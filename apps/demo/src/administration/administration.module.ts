import { Module } from '@nestjs/common';
import { ProviderSourceModule } from '../providers/provider-source.module.js';
import { AuditController } from './audit.controller.js';
import { CacheController } from './cache.controller.js';
import { ConfigController } from './config.controller.js';
import { LimitsController } from './limits.controller.js';
import { ProvidersController } from './providers.controller.js';
import { UsageController } from './usage.controller.js';

@Module({
  imports: [ProviderSourceModule],
  controllers: [
    ProvidersController,
    UsageController,
    CacheController,
    LimitsController,
    ConfigController,
    AuditController,
  ],
})
export class AdministrationModule {}
