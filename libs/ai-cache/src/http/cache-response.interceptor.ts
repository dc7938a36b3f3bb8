import { NotCanonicalError } from '@hydrogenai/common';
import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { defer, lastValueFrom, type Observable } from 'rxjs';
import { AiCacheService } from '../ai-cache.service.js';
import { keyText } from '../entry/cache-key.policy.js';
import type { CacheRequest } from '../entry/cache-request.js';
import { fromJson } from '../rich/rich-value.codec.js';
import type { CacheResponseOptions } from './cache-response.options.js';
import { handlerName, HttpExchange } from './http-exchange.js';
import { returnsItsResponse } from './handler-kind.js';
import { keepResponse, type KeptResponse } from './kept-response.js';
import { responseKey } from './response-key.policy.js';

/** Where `@CacheResponse` leaves its options. */
export const CACHE_RESPONSE = '@hydrogenai/ai-cache/CACHE_RESPONSE';

/** Requests that an interceptor of this kind is answering: one that is also bound elsewhere leaves them alone. */
const answering = new WeakSet<object>();

const store = ({ kept }: KeptResponse): boolean => kept;

/** Answers handlers with `@CacheResponse` from the cache, on Express and on Fastify; all others it leaves alone. */
@Injectable()
export class CacheResponseInterceptor implements NestInterceptor {
  constructor(
    @Inject(AiCacheService) private readonly cache: AiCacheService,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const options = optionsOf(context);
    if (options === undefined || context.getType() !== 'http') return next.handle();
    const exchange = new HttpExchange(context, this.host.httpAdapter);
    if (answering.has(exchange.identity)) return next.handle();
    const request = requestOf(context, exchange, options);
    if (request === undefined) return next.handle();
    answering.add(exchange.identity);
    return defer(() => this.answer(request, exchange, next));
  }

  private async answer(request: CacheRequest, exchange: HttpExchange, next: CallHandler): Promise<unknown> {
    const handle = (): Promise<unknown> => lastValueFrom(next.handle(), { defaultValue: undefined });
    const own: { body?: unknown } = {};
    const { value, hit } = await this.cache.answer<KeptResponse>(
      request,
      async () => {
        const before = exchange.state();
        own.body = await handle();
        return keepResponse(own.body, before, exchange);
      },
      { store },
    );
    if (hit !== undefined && value.kept) {
      exchange.tell(hit.ageMs);
      return fromJson(value.body);
    }
    const body = hit === undefined ? own.body : await handle();
    exchange.tell(undefined);
    return body;
  }
}

/** Of the handler, or else of its controller. */
function optionsOf(context: ExecutionContext): CacheResponseOptions | undefined {
  const options: unknown =
    Reflect.getMetadata(CACHE_RESPONSE, context.getHandler()) ??
    Reflect.getMetadata(CACHE_RESPONSE, context.getClass());
  // What `@CacheResponse` has checked.
  return returnsItsResponse(context) ? (options as CacheResponseOptions | undefined) : undefined;
}

/** Undefined for requests that are not cached. */
function requestOf(
  context: ExecutionContext,
  exchange: HttpExchange,
  options: CacheResponseOptions,
): CacheRequest | undefined {
  const { namespace, ttl, vary = [], shared = false, key, tags, methods = ['GET'] } = options;
  if (!methods.includes(exchange.method)) return undefined;
  const facts = exchange.facts();
  const basis = responseKey(facts, { vary, shared });
  if (basis === undefined) return undefined;
  try {
    return {
      // A method may be called by a symbol or any text; a namespace has no spaces.
      namespace: namespace ?? `http:${handlerName(context)}`.replaceAll(/[\s\p{C}]/gu, '_'),
      key: keyText([basis, key?.(context)]),
      ttl,
      tags: typeof tags === 'function' ? tags(context) : tags,
    };
  } catch (error) {
    if (error instanceof NotCanonicalError) return undefined;
    throw error;
  }
}
