import type { PerformanceRule } from './performance-rule.js';
import { AI_RULES } from './rules/ai.rules.js';
import { CACHE_RULES } from './rules/cache.rules.js';
import { REDIS_RULES } from './rules/redis.rules.js';
import { SERVICE_RULES } from './rules/service.rules.js';

/** Every rule that looks across settings. */
export const PERFORMANCE_RULES: readonly PerformanceRule[] = [
  ...AI_RULES,
  ...CACHE_RULES,
  ...REDIS_RULES,
  ...SERVICE_RULES,
];
