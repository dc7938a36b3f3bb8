import type { TierUsage } from '../guard/tier-usage.js';

/** The second tier in numbers. */
export type RedisUsage = TierUsage;
