import { AspectOrder, aspectDecorator } from '@hydrogenai/common';

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
