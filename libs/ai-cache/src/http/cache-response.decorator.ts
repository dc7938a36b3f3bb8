import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { assertCacheResponseOptions, type CacheResponseOptions } from './cache-response.options.js';
import { CACHE_RESPONSE, CacheResponseInterceptor } from './cache-response.interceptor.js';

/**
 * Answers a handler, or all handlers of a controller, from the cache. It brings `CacheResponseInterceptor` along; guards run
 * for every request.
 * @throws InvalidOptionError when the class is defined, for options out of range.
 */
export function CacheResponse(options: CacheResponseOptions = {}): MethodDecorator & ClassDecorator {
  assertCacheResponseOptions(options);
  return applyDecorators(SetMetadata(CACHE_RESPONSE, options), UseInterceptors(CacheResponseInterceptor));
}
