import { factChannel } from '@hydrogenai/common';

/** An answer was handed out and not stored, because the filter found fault with it, or failed. */
export interface CacheAnswerWithheld {
  readonly namespace: string;
  /** Names of the rules that it broke, at most 16; `filter-failed` when the filter threw. */
  readonly rules: readonly string[];
}

/** `hydrogenai:cache.answer-withheld` */
export const cacheAnswerWithheld = factChannel<CacheAnswerWithheld>('cache.answer-withheld');
