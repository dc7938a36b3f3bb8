import { factChannel } from '@hydrogenai/common';

/** This process began, or ceased, to hear of every invalidation. Published once for each change. */
export interface CacheTrustState {
  readonly state: 'trusted' | 'suspect';
  /**
   * Why it is suspect: the connection that brings invalidations broke; its lease ran out because Redis or this process did
   * not answer in time; another process took the lease away because an invalidation was not confirmed; or invalidations
   * before one that came were missing. Absent when it is trusted.
   */
  readonly reason?: SuspectReason;
}

export type SuspectReason = 'connection' | 'lease' | 'expelled';

/** `hydrogenai:cache.trust-state` */
export const cacheTrustState = factChannel<CacheTrustState>('cache.trust-state');
