import { Global, Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { AspectOrder, CLOCK, aspectDecorator, type Clock } from '@hydrogenai/common';

/** Where the aspects of these tests note what they do. */
export const JOURNAL = Symbol('JOURNAL');
export type Journal = string[];

/** A decorator that notes when it is entered and left; its order is the one of the suite's decorator of that name. */
function noting(name: string, order: number): () => MethodDecorator {
  return () =>
    aspectDecorator<Journal>({
      name,
      order,
      token: JOURNAL,
      around(journal, _call, proceed) {
        journal?.push(name);
        return proceed();
      },
    });
}

export const NotedCacheable = noting('Cacheable', AspectOrder.cacheable);
export const NotedRateLimited = noting('RateLimited', AspectOrder.rateLimited);
export const NotedRetryable = noting('Retryable', AspectOrder.retryable);
export const NotedTimed = noting('Timed', AspectOrder.timed);

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
