import {
  admittedStream,
  aspectDecorator,
  AspectOrder,
  AspectRuntimeMissingError,
  isAsyncGeneratorMethod,
  type MethodAspect,
  type MethodCall,
} from '@hydrogenai/common';
import { CallLimiter } from './call-limiter.service.js';
import {
  resolveMethodLimits,
  type AnyRateLimitedOptions,
  type MethodLimit,
  type RateLimitedOptions,
} from './rate-limited.options.js';

type AnyMethod = (...args: never[]) => unknown;
type Args = readonly unknown[];

/** Accepts the methods whose arguments the functions `key` and `cost` can take. */
export type RateLimitedDecorator<KeyArgs extends Args, CostArgs extends Args> = <Method extends AnyMethod>(
  target: object,
  methodName: string | symbol,
  descriptor: Parameters<Method> extends readonly [...KeyArgs, ...unknown[]] &
    readonly [...CostArgs, ...unknown[]]
    ? TypedPropertyDescriptor<Method>
    : never,
) => void;

/** Accepts the methods whose arguments the functions of all limits can take. */
export type RateLimitedByAllDecorator<Limits extends readonly AnyRateLimitedOptions[]> = <
  Method extends AnyMethod,
>(
  target: object,
  methodName: string | symbol,
  descriptor: Parameters<Method> extends ArgsOfAll<Limits> ? TypedPropertyDescriptor<Method> : never,
) => void;

type ArgsOfAll<Limits extends readonly AnyRateLimitedOptions[]> = Limits extends readonly [
  infer First,
  ...infer Rest extends readonly AnyRateLimitedOptions[],
]
  ? ArgsOf<First, 'key'> & ArgsOf<First, 'cost'> & ArgsOfAll<Rest>
  : unknown;

type ArgsOf<Limit, Field extends string> = Limit extends {
  readonly [Name in Field]: (...args: infer FieldArgs) => unknown;
}
  ? readonly [...FieldArgs, ...unknown[]]
  : unknown;

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
export function RateLimited<const KeyArgs extends Args = [], const CostArgs extends Args = []>(
  options: RateLimitedOptions<KeyArgs, CostArgs>,
): RateLimitedDecorator<KeyArgs, CostArgs>;
/**
 * Limits the calls of a method by several limits at once: a call counts against all of them when each has room, and
 * against none otherwise.
 * @throws InvalidOptionError as above, and for none, more than 16, or two of one name.
 */
export function RateLimited<const Limits extends readonly AnyRateLimitedOptions[]>(
  limits: Limits,
): RateLimitedByAllDecorator<Limits>;
export function RateLimited(
  options: AnyRateLimitedOptions | readonly AnyRateLimitedOptions[],
): (target: object, methodName: string | symbol, descriptor: PropertyDescriptor) => void {
  const limits = resolveMethodLimits(options, '@RateLimited');
  return (target, methodName, descriptor) => {
    const around = isAsyncGeneratorMethod(descriptor.value) ? limitedStream : limitedCall;
    const aspect: MethodAspect<CallLimiter> = {
      name: 'RateLimited',
      order: AspectOrder.rateLimited,
      token: CallLimiter,
      around: (limiter, call, proceed) => around(limits, limiter, call, proceed),
    };
    aspectDecorator(aspect)(target, methodName, descriptor);
  };
}

async function limitedCall(
  limits: readonly MethodLimit[],
  limiter: CallLimiter | undefined,
  call: MethodCall,
  proceed: () => unknown,
): Promise<unknown> {
  await admit(limits, limiter, call);
  return proceed();
}

function limitedStream(
  limits: readonly MethodLimit[],
  limiter: CallLimiter | undefined,
  call: MethodCall,
  proceed: () => unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  return admittedStream(() => admit(limits, limiter, call), proceed);
}

function admit(
  limits: readonly MethodLimit[],
  limiter: CallLimiter | undefined,
  call: MethodCall,
): Promise<void> {
  if (!limiter) throw new AspectRuntimeMissingError('RateLimited', 'RateLimitModule', call);
  return limiter.admitCall(limits, call);
}
