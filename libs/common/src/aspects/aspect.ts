import type { InjectionToken } from '@nestjs/common';

/** Outermost first. The order is fixed, whatever the order in the source. */
export const AspectOrder = {
  permitted: 0,
  cacheable: 10,
  rateLimited: 20,
  retryable: 30,
  timed: 40,
} as const;

/** One call of a woven method, as its aspects see it. */
export interface MethodCall {
  readonly instance: object;
  /** Name of the class that declares the method. */
  readonly className: string;
  readonly methodName: string;
  readonly args: readonly unknown[];
}

/** What a decorator adds around a method. `Runtime` is what Nest injects for it: the limiter, the cache, the clock. */
export interface MethodAspect<Runtime> {
  /** Name of the decorator without the `@`. */
  readonly name: string;
  readonly order: number;
  /** Token of the runtime. It is injected into a property of the decorated class, optionally. */
  readonly token: InjectionToken<Runtime>;
  /** Runs the call: `proceed` runs the inner aspects and the method, and may be called never, once or again. */
  around(runtime: Runtime | undefined, call: MethodCall, proceed: () => unknown): unknown;
}
