import { Module } from '@nestjs/common';
import { DemoEnvironment } from '../config/demo.environment.js';
import { chooseProviderSource, PROVIDER_SOURCE } from './provider-source.js';
import { SimulatorHost } from './simulator.host.js';

@Module({
  providers: [
    SimulatorHost,
    { provide: PROVIDER_SOURCE, inject: [DemoEnvironment, SimulatorHost], useFactory: chooseProviderSource },
  ],
  exports: [PROVIDER_SOURCE],
})
export class ProviderSourceModule {}
