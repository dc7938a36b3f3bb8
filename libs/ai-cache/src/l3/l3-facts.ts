import { factChannel } from '@hydrogenai/common';
import type { TierFailure } from '../guard/call-guard.js';

/** The third tier came or went. Published once for each change. */
export interface CacheL3State {
  readonly state: 'up' | 'down';
  /** What went wrong; absent when it is up. */
  readonly failure?: TierFailure;
}

/** `hydrogenai:cache.l3-state` */
export const cacheL3State = factChannel<CacheL3State>('cache.l3-state');
