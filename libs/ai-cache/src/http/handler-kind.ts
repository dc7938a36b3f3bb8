import type { ExecutionContext } from '@nestjs/common';

/** Names of Nest's own metadata, which its package does not export (@nestjs/common/constants). */
const SSE = '__sse__';
const ARGUMENTS = '__routeArguments__';
const PASSTHROUGH = '__responsePassthrough__';

/** `@Res()` and `@Next()` among the arguments: `RouteParamtypes` 1 and 2. */
const ANSWERS_ITSELF = /^[12]:/;

/** Whether Nest sends what the handler returns: not a stream of events, nor a handler that answers by hand. */
export function returnsItsResponse(context: ExecutionContext): boolean {
  const [handler, target] = [context.getHandler(), context.getClass()];
  if (Reflect.hasMetadata(SSE, handler)) return false;
  if (Reflect.getMetadata(PASSTHROUGH, target, handler.name) === true) return true;
  const args: unknown = Reflect.getMetadata(ARGUMENTS, target, handler.name);
  return !Object.keys(args ?? {}).some((each) => ANSWERS_ITSELF.test(each));
}
