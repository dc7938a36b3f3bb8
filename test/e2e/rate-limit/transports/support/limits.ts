import { by, type RateLimitDefinition } from '@hydrogenai/rate-limit';

/** Two calls of each caller; waiting times that are no whole seconds. */
function twoCalls(name: string) {
  return { name, limit: 2, per: 3_001, key: by.ip } as const satisfies RateLimitDefinition & { key: unknown };
}

export const DECORATED = twoCalls('decorated');
export const GUARDED = twoCalls('guarded');
export const SHADOW = { ...twoCalls('shadow'), mode: 'shadow' } as const;
/** On the handler below the guard of its class. */
export const INNER = { ...twoCalls('inner'), limit: 1, per: 1_000 } as const;
