import { HydrogenError } from '@hydrogenai/common';

/** A factory or a method under `@Cacheable` returned a stream, which can be read once only. */
export class StreamNotCacheableError extends HydrogenError {
  constructor() {
    super(
      'A stream (async iterable) is no value to cache: it can be read once, by one caller. Collect it and return its content, ' +
        'give it to `stream` of AiCacheService, or leave this method uncached.',
      { code: 'CACHE_VALUE_IS_STREAM' },
    );
  }
}

/** @throws StreamNotCacheableError for async iterables. */
export function assertNoStream(value: unknown): void {
  if (typeof value === 'object' && value !== null && Symbol.asyncIterator in value)
    throw new StreamNotCacheableError();
}
