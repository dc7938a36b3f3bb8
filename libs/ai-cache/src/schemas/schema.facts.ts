import { factChannel } from '@hydrogenai/common';

/** The schema of a source is another than the last that was seen; the results that were built on that are invalidated. */
export interface CacheSchemaChanged {
  readonly source: string;
}

/** `hydrogenai:cache.schema-changed` */
export const cacheSchemaChanged = factChannel<CacheSchemaChanged>('cache.schema-changed');
