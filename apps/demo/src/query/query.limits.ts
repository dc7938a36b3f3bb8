import { by, rateLimitGuard, type RateLimitGuardOptions } from '@hydrogenai/rate-limit';
import { DemoEnvironment } from '../config/demo.environment.js';

/**
 * Limits of questions: all or nothing, so that a question which one of them refuses counts against none. Every question
 * counts, whether the cache answers it or a provider.
 * - `query`: one user; nobody is authenticated yet, so that is one address.
 * - `query:all`: everybody together, which protects the providers.
 * - `query:trial`: refuses nobody. `GET /v1/limits` tells what it would have refused.
 */
export function queryLimits({
  queryLimitPerMinute,
  globalQueryLimitPerMinute,
  trialQueryLimitPerMinute,
}: DemoEnvironment): readonly RateLimitGuardOptions[] {
  return [
    { name: 'query', ...perMinute(queryLimitPerMinute), key: by.user },
    { name: 'query:all', ...perMinute(globalQueryLimitPerMinute) },
    { name: 'query:trial', ...perMinute(trialQueryLimitPerMinute), key: by.user, mode: 'shadow' },
  ];
}

/** Half of a minute's calls may come at once: a person never meets that, a loop does within a second. */
export function perMinute(limit: number): { limit: number; per: '1m'; burst: number } {
  return { limit, per: '1m', burst: Math.ceil(limit / 2) };
}

/** Before the pipes, so that questions which are not valid count, too, and their answers have the headers. */
export const QueryLimitGuard = rateLimitGuard({ inject: [DemoEnvironment], useFactory: queryLimits });
