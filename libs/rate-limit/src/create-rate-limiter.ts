import { resolveRateLimitOptions, type RateLimitModuleOptions } from './rate-limit.options.js';
import { RateLimiter } from './rate-limiter.service.js';
import { openStores } from './stores/open-stores.js';

export type CreateRateLimiterOptions = Pick<
  RateLimitModuleOptions,
  'redis' | 'prefix' | 'instances' | 'maxKeys' | 'clock'
>;

/**
 * Makes a limiter without a Nest module; whoever makes it closes it. Waits for Redis at most a second, and works without
 * it until it is there.
 * @throws InvalidOptionError naming the field.
 */
export async function createRateLimiter(options: CreateRateLimiterOptions = {}): Promise<RateLimiter> {
  const resolved = resolveRateLimitOptions(options);
  return new RateLimiter(await openStores(resolved), resolved);
}
