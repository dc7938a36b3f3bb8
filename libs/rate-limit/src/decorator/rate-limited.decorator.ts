import {
  aspectDecorator,
  AspectOrder,
  AspectRuntimeMissingError,
  isAsyncGeneratorMethod,
  type MethodAspect,
  type MethodCall,
} from '@hydrogenai/common';
import { RateLimitExceededError } from '../errors/rate-limit-exceeded.error.js';
import { RateLimiter } from '../rate-limiter.service.js';
import {
  resolveRateLimitedOptions,
  type MethodLimit,
  type RateLimitedOptions,
} from './rate-limited.options.js';

type AnyMethod = (...args: never[]) => unknown;

/** Accepts the methods whose arguments the functions `key` and `cost` can take. */
export type RateLimitedDecorator<KeyArgs extends readonly unknown[], CostArgs extends readonly unknown[]> = <
  Method extends AnyMethod,
>(
  target: object,
  methodName: string | symbol,
  descriptor: Parameters<Method> extends readonly [...KeyArgs, ...unknown[]] &
    readonly [...CostArgs, ...unknown[]]
    ? TypedPropertyDescriptor<Method>
    : never,
) => void;

/**
 * Limits the calls of a method of any provider, controller or message handler. A call too many fails with
 * `RateLimitExceededError` before the method starts. An async generator method stays one and is limited before its
 * first chunk; any other method becomes asynchronous.
 *
 * The call fails with `AspectRuntimeMissingError` on an instance that Nest did not make or without `RateLimitModule`, with
 * `RateLimitKeyError` and `RateLimitCostError` for a key or cost that cannot be, and with `RateLimiterUnavailableError`
 * while the store is away and the limit is `closed`.
 * @throws InvalidOptionError when the class is defined, for options out of range.
 */
export function RateLimited<
  const KeyArgs extends readonly unknown[] = [],
  const CostArgs extends readonly unknown[] = [],
>(options: RateLimitedOptions<KeyArgs, CostArgs>): RateLimitedDecorator<KeyArgs, CostArgs> {
  const method = resolveRateLimitedOptions(options);
  return (target, methodName, descriptor) => {
    const around = isAsyncGeneratorMethod(descriptor.value) ? limitedStream : limitedCall;
    const aspect: MethodAspect<RateLimiter> = {
      name: 'RateLimited',
      order: AspectOrder.rateLimited,
      token: RateLimiter,
      around: (limiter, call, proceed) => around(method, limiter, call, proceed),
    };
    aspectDecorator(aspect)(target, methodName, descriptor);
  };
}

async function limitedCall(
  method: MethodLimit,
  limiter: RateLimiter | undefined,
  call: MethodCall,
  proceed: () => unknown,
): Promise<unknown> {
  await admit(method, limiter, call);
  return proceed();
}

async function* limitedStream(
  method: MethodLimit,
  limiter: RateLimiter | undefined,
  call: MethodCall,
  proceed: () => unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  await admit(method, limiter, call);
  // Chosen for methods that are async generators, and no aspect of the suite changes that.
  return yield* proceed() as AsyncGenerator<unknown, unknown, unknown>;
}

async function admit(
  { limit, keyOf, costOf }: MethodLimit,
  limiter: RateLimiter | undefined,
  call: MethodCall,
): Promise<void> {
  if (!limiter) throw new AspectRuntimeMissingError('RateLimited', 'RateLimitModule', call);
  const decision = await limiter.consume(limit, keyOf(call.args), { cost: costOf(call.args) });
  if (!decision.allowed) throw new RateLimitExceededError(limit, decision);
}
