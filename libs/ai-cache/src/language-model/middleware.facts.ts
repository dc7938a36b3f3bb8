import { factChannel } from '@hydrogenai/common';

/**
 * A call went past the cache, or its answer was not kept, because it holds what cannot be part of a key or of a stored
 * answer, such as an instance of a class. The caller got its answer all the same.
 */
export interface CacheModelCallUnfit {
  readonly namespace: string;
  readonly provider: string;
  readonly modelId: string;
  readonly part: 'call' | 'answer';
}

/** `hydrogenai:cache.model-call-unfit` */
export const cacheModelCallUnfit = factChannel<CacheModelCallUnfit>('cache.model-call-unfit');
