import type { RateLimitDefinition } from '@hydrogenai/rate-limit';

/** Questions of one client. A demo is generous: a person never meets it, a loop does within a second. */
export const QUERY_LIMIT = {
  name: 'query',
  limit: 60,
  per: '1m',
  burst: 30,
} as const satisfies RateLimitDefinition;
