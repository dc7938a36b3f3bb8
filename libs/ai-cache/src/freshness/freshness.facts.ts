import { factChannel } from '@hydrogenai/common';

/** A computation in the background came to nothing, or an older answer stood in for one that failed. */
export interface CacheRefreshTrouble {
  readonly namespace: string;
  readonly what:
    /** A background computation failed or was aborted; the older answer stays. */
    | 'refresh-failed'
    /** Too many are under way, so this one was not begun. */
    | 'refresh-dropped'
    /** A caller got an older answer, because the computation failed. */
    | 'stood-in-for-failure'
    /** A caller got an older answer, because the computation took too long. */
    | 'stood-in-for-delay';
}

/** `hydrogenai:cache.refresh-trouble` */
export const cacheRefreshTrouble = factChannel<CacheRefreshTrouble>('cache.refresh-trouble');
