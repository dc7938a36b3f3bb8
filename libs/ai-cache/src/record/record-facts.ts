import { factChannel } from '@hydrogenai/common';
import type { UnreadableReason } from './record.js';

/** A record was there and was not used: a miss. Neither key nor content is told. */
export interface CacheRecordRejected {
  readonly namespace: string;
  readonly tier: 'l2' | 'l3';
  /** `not-authentic`, `not-encrypted` and `unknown-key` may mean that somebody else writes to the store. */
  readonly reason: Exclude<UnreadableReason, 'expired'>;
}

/** `hydrogenai:cache.record-rejected` */
export const cacheRecordRejected = factChannel<CacheRecordRejected>('cache.record-rejected');
