import { systemClock } from '@hydrogenai/common';
import { withinDeadline, type RedisLike } from '@hydrogenai/common/redis';
import { FIELD, placeOf, type StreamSeal } from './fleet-stream.wire.js';
import type { StreamInterruption } from './stream-interrupted.error.js';

/** How a stream of another process ended for who reads it; 'outdated' when it may not be followed at all. */
export type StreamEnd = 'complete' | 'outdated' | Exclude<StreamInterruption, 'too-slow'>;

export interface StreamToFollow {
  /** Of the stream. */
  readonly key: string;
  /** A connection of its own, since it is blocked while nothing comes. */
  readonly connection: RedisLike;
  /** How long Redis waits for a chunk before it says that there is none, in ms. */
  readonly patienceMs: number;
  /** How much longer than that Redis may take to answer, in ms. */
  readonly deadlineMs: number;
  readonly seal: StreamSeal;
  readonly writerLives: () => Promise<boolean>;
  /** Whether it may be followed, by what its writer says at its start. */
  readonly accept: (start: string) => Promise<boolean> | boolean;
}

type Entry = readonly [id: string, fields: readonly string[]];

/** Gives the chunks of another process as they come, and then how it ended. It never throws. */
export async function* followStream(stream: StreamToFollow): AsyncGenerator<string, StreamEnd, undefined> {
  const { key, patienceMs, writerLives } = stream;
  let lastId = '0';
  let lives = true;
  let count = 0;
  for (;;) {
    let entries: readonly Entry[];
    try {
      // A writer that has gone may have left something since the last look, so the last one comes after asking.
      entries = await readOn(stream, lastId, lives ? patienceMs : 1);
      if (entries.length === 0) {
        if (!lives) return 'leader-lost';
        lives = await writerLives();
        continue;
      }
    } catch {
      return 'redis-lost';
    }
    for (const [id, fields] of entries) {
      lastId = id;
      for (let index = 0; index + 1 < fields.length; index += 2) {
        const field = fields[index] ?? '';
        // What expired at its front is missing: the whole cannot be had any more.
        if (count === 0 && field !== FIELD.start) return 'leader-lost';
        const value = stream.seal.open(fields[index + 1] ?? '', placeOf(key, field, count++));
        if (value === undefined) return 'failed';
        const ended = yield* take(field, value, stream);
        if (ended !== undefined) return ended;
      }
    }
  }
}

async function readOn(
  { connection, key, deadlineMs }: StreamToFollow,
  lastId: string,
  waitMs: number,
): Promise<readonly Entry[]> {
  const reading = connection.xread('COUNT', 100, 'BLOCK', waitMs, 'STREAMS', key, lastId);
  const reply = await withinDeadline(reading, {
    ms: waitMs + deadlineMs,
    clock: systemClock, // Redis answers in real time
    late: (): never => {
      throw new Error('Redis did not answer in time.'); // ends as `redis-lost`
    },
  });
  return reply?.[0]?.[1] ?? [];
}

async function* take(
  field: string,
  value: string,
  { accept }: StreamToFollow,
): AsyncGenerator<string, StreamEnd | undefined, undefined> {
  switch (field) {
    case FIELD.start:
      return (await accept(value)) ? undefined : 'outdated';
    case FIELD.chunk:
      yield value;
      return undefined;
    case FIELD.end:
      return 'complete';
    case FIELD.stop:
      return value === 'too-large' || value === 'not-shareable' ? value : 'failed';
    default: // what later versions may add
      return undefined;
  }
}
