import type { Redis } from 'ioredis';
import type { StreamInterruption } from './stream-interrupted.error.js';
import { FIELD } from './fleet-stream.wire.js';

/** How a stream of another process ended for who reads it. */
export type Followed = 'complete' | Exclude<StreamInterruption, 'too-slow'>;

export interface Followable {
  /** Of the stream. */
  readonly key: string;
  /** A connection of its own, since it is blocked while nothing comes. */
  readonly connection: Redis;
  /** How long to wait for a chunk before asking whether its writer lives, in ms. */
  readonly patienceMs: number;
  readonly writerLives: () => Promise<boolean>;
}

type Entry = readonly [id: string, fields: readonly string[]];

/** Gives the chunks of another process as they come, and then how it ended. It never throws. */
export async function* followStream(followable: Followable): AsyncGenerator<string, Followed, undefined> {
  const { key, connection, patienceMs, writerLives } = followable;
  let lastId = '0';
  let lives = true;
  for (;;) {
    let entries: readonly Entry[];
    try {
      // A writer that has gone may have left something since the last look, so the last one comes after asking.
      const waitMs = lives ? patienceMs : 1;
      const reply = await connection.xread('COUNT', 100, 'BLOCK', waitMs, 'STREAMS', key, lastId);
      entries = reply?.[0]?.[1] ?? [];
      if (entries.length === 0) {
        if (!lives) return 'leader-lost';
        lives = await writerLives();
        continue;
      }
    } catch {
      return 'redis-lost';
    }
    // What expired at its front is missing: the whole cannot be had any more.
    if (lastId === '0' && entries[0]?.[1][0] !== FIELD.start) return 'leader-lost';
    for (const [id, fields] of entries) {
      lastId = id;
      const ended = yield* chunksOf(fields);
      if (ended !== undefined) return ended;
    }
  }
}

function* chunksOf(fields: readonly string[]): Generator<string, Followed | undefined, undefined> {
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const value = fields[index + 1] ?? '';
    switch (fields[index]) {
      case FIELD.chunk:
        yield value;
        break;
      case FIELD.end:
        return 'complete';
      case FIELD.stop:
        return value === 'too-large' ? 'too-large' : 'failed';
      default: // the start, and what later versions may add
    }
  }
  return undefined;
}
