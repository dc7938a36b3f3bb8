import { HydrogenError } from '@hydrogenai/common';

const WHY = {
  'leader-lost': 'the process that produced it has gone',
  'too-slow': 'it was read too slowly to be kept any longer',
  'too-large': 'it grew larger than what is passed on to other processes',
  'not-shareable': 'a part of it cannot be handed to another process',
  failed: 'producing it failed in another process',
  'redis-lost': 'Redis, over which it came, does not answer',
} as const;

export type StreamInterruption = keyof typeof WHY;

/** A shared stream ended before its end, after this reader had got a part of it. Nothing is resumed: ask again for all. */
export class StreamInterruptedError extends HydrogenError {
  readonly why: StreamInterruption;

  constructor(why: StreamInterruption) {
    super(`A shared stream was cut off: ${WHY[why]}. Discard what has come of it, and ask again.`, {
      code: 'CACHE_STREAM_INTERRUPTED',
      httpStatus: 502,
      retryable: true,
      details: { why },
    });
    this.why = why;
  }
}
