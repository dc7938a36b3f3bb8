import type { CacheHealth } from '@hydrogenai/ai-cache';
import type { IndicatorResult } from '../checks/indicator.js';
import type { HealthState } from '../report/health-state.js';

/** A tier that fails costs hits and never a request: with one of two left the cache is degraded. */
export function cacheState({ l1, l2 }: Pick<CacheHealth, 'l1' | 'l2'>): Required<IndicatorResult> {
  const parts: Record<string, HealthState> = l2 === 'off' ? { l1 } : { l1, l2 };
  const states = Object.values(parts);
  if (states.every((state) => state === 'down')) return { status: 'down', parts };
  return { status: states.includes('down') ? 'degraded' : 'up', parts };
}
