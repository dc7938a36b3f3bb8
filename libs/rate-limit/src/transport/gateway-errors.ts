import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { EXCEPTION_FILTERS_METADATA, FILTER_CATCH_EXCEPTIONS } from '@nestjs/common/internal';
import { RESOLVED_RATE_LIMIT_OPTIONS } from '../rate-limit.tokens.js';
import { errorBody } from './error-body.js';
import { isRateLimitError } from './rate-limit-errors.js';

/**
 * Nest answers an unknown error of a gateway with "Internal server error", and asks only the filters that are bound to the
 * gateway, none that are global. So our errors become `WsException`s, whose body Nest's own filter sends as an `exception`
 * message to ws and socket.io alike, unless the gateway has a filter that wants them as they are.
 */
@Injectable()
export class GatewayErrors {
  constructor(
    @Inject(RESOLVED_RATE_LIMIT_OPTIONS) private readonly options: { readonly errorFilter: boolean },
  ) {}

  /** What to throw instead of `error`. */
  async translated(error: unknown, context: ExecutionContext): Promise<unknown> {
    if (!this.options.errorFilter || context.getType() !== 'ws' || !isRateLimitError(error)) return error;
    if (hasOwnFilter(context, error)) return error;
    // There are no gateways without it, and no need for it without gateways.
    const { WsException } = await import('@nestjs/websockets');
    return new WsException(errorBody(error));
  }
}

function hasOwnFilter(context: ExecutionContext, error: Error): boolean {
  return [context.getHandler(), context.getClass()]
    .flatMap(filtersOf)
    .some((filter) => catches(filter, error));
}

function filtersOf(target: object): readonly unknown[] {
  const filters: unknown = Reflect.getMetadata(EXCEPTION_FILTERS_METADATA, target);
  return Array.isArray(filters) ? filters : [];
}

/** Filters are bound as classes or as instances; one without types catches everything. */
function catches(filter: unknown, error: Error): boolean {
  if ((typeof filter !== 'object' || filter === null) && typeof filter !== 'function') return false;
  const filterClass = typeof filter === 'function' ? filter : filter.constructor;
  const types: unknown = Reflect.getMetadata(FILTER_CATCH_EXCEPTIONS, filterClass);
  if (!Array.isArray(types) || types.length === 0) return true;
  return types.some((type: unknown) => typeof type === 'function' && error instanceof type);
}
