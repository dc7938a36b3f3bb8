import { Global, Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { CLOCK, type Clock } from '@hydrogenai/common';
import { JOURNAL, type Journal } from './noting.js';

@Global()
@Module({})
class RuntimeModule {}

/** What the decorators of one application are served with. */
export function runtime(parts: { clock?: Clock; journal?: Journal }): DynamicModule {
  return {
    module: RuntimeModule,
    providers: [
      ...(parts.clock ? [{ provide: CLOCK, useValue: parts.clock }] : []),
      ...(parts.journal ? [{ provide: JOURNAL, useValue: parts.journal }] : []),
    ],
    exports: [...(parts.clock ? [CLOCK] : []), ...(parts.journal ? [JOURNAL] : [])],
  };
}

/** A root module made of its parts, fresh for each application. */
export function rootModule(metadata: ModuleMetadata): new () => object {
  @Module(metadata)
  class RootModule {}
  return RootModule;
}
