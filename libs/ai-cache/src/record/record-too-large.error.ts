import { HydrogenError } from '@hydrogenai/common';

/** A value is larger than a record may be. Internal: stores leave such values out before they write. */
export class RecordTooLargeError extends HydrogenError {
  constructor(bytes: number, mostBytes: number) {
    super(`A record takes at most ${mostBytes} bytes and this one would have ${bytes}. Store less of it.`, {
      code: 'CACHE_RECORD_TOO_LARGE',
      details: { bytes, mostBytes },
    });
  }
}
