import type { Clock } from '@hydrogenai/common';
import { closeRedisClient, type RedisLike } from '@hydrogenai/common/redis';
import { fleetKeysOf, type CallRedis } from '../fleet-lock.js';
import { followStream, type StreamEnd } from './fleet-stream.reader.js';
import { OPEN_SEAL, streamKeyOf, type StreamSeal } from './fleet-stream.wire.js';
import { FleetStreamWriter } from './fleet-stream.writer.js';

export interface FleetStreamsParts {
  readonly call: CallRedis;
  /** Opens a connection of its own for a stream that is followed; it is closed afterwards. */
  readonly connect: () => RedisLike;
  readonly clock: Clock;
  /** How long Redis may take to answer, in ms. Default: 50. */
  readonly deadlineMs?: number;
  /** Characters of a stream that are passed on. Default: 8 Mi. */
  readonly maxBytes?: number;
  /** Streams of others followed at one time, each over a connection. Beyond that their end is waited for. Default: 16. */
  readonly mostFollowed?: number;
}

/** The stream of another process, and who reads along. */
export interface FleetStreamTrip {
  /** Key of its stored answer in Redis. */
  readonly entry: string;
  /** The lock of its writer. */
  readonly token: string;
  readonly seal?: StreamSeal | undefined;
  /** Whether it may be followed, by what its writer says at its start. */
  readonly accept: (start: string) => Promise<boolean> | boolean;
  readonly each: (text: string) => void;
  /** How long to wait for its first chunk, in ms. */
  readonly firstWithinMs: number;
  readonly signal: AbortSignal;
}

/** 'busy' when too many are followed already. */
export type Followed = StreamEnd | 'busy';

const MEBI = 1024 * 1024;
/** So often a follower that hears nothing asks whether the writer lives, and so late it notices that Redis hangs, in ms. */
const PATIENCE_MS = 250;

/** Running streams for other processes: the one that has the lock of an answer writes, the others read along. */
export class FleetStreams {
  private readonly connections = new Set<RedisLike>();

  constructor(private readonly parts: FleetStreamsParts) {}

  /** @param start what a reader must know to decide whether it may follow */
  write(entry: string, token: string, start: string, seal: StreamSeal = OPEN_SEAL): FleetStreamWriter {
    const { call, maxBytes = 8 * MEBI } = this.parts;
    return new FleetStreamWriter(streamKeyOf(entry, token), { call, seal, maxBytes, start });
  }

  /** Reads along to the end, and says which. It throws nothing but the signal's reason and what `each` throws. */
  async follow(trip: FleetStreamTrip): Promise<Followed> {
    const { call, clock, connect, mostFollowed = 16, deadlineMs = 50 } = this.parts;
    const { entry, token, seal = OPEN_SEAL, accept, each, firstWithinMs, signal } = trip;
    signal.throwIfAborted();
    if (this.connections.size >= mostFollowed) return 'busy';
    const connection = connect();
    // What goes wrong with it fails the read; without a listener ioredis would print it as well.
    connection.on('error', () => undefined);
    this.connections.add(connection);
    const leave = (): void => closeRedisClient(connection);
    signal.addEventListener('abort', leave, { once: true });
    const stopWaiting = clock.after(Math.max(0, firstWithinMs), leave);
    try {
      const { lock } = fleetKeysOf(entry);
      const chunks = followStream({
        key: streamKeyOf(entry, token),
        connection,
        patienceMs: PATIENCE_MS,
        deadlineMs,
        seal,
        accept,
        writerLives: async () => (await call((client) => client.get(lock))) === token,
      });
      for (;;) {
        const { done, value } = await chunks.next();
        signal.throwIfAborted();
        if (done === true) return value;
        stopWaiting();
        each(value);
      }
    } finally {
      this.connections.delete(connection);
      stopWaiting();
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  /** Leaves all that are followed. */
  close(): void {
    for (const connection of this.connections) closeRedisClient(connection);
  }
}
