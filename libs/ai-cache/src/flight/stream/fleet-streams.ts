import { sleep, type Clock } from '@hydrogenai/common';
import type { Redis } from 'ioredis';
import { Absent } from '../../entry/absent.js';
import { FleetLock, fleetKeysOf, type CallRedis } from '../fleet-lock.js';
import { nextLookMs } from '../waiting.policy.js';
import { followStream, type Followed } from './fleet-stream.reader.js';
import { streamKeyOf } from './fleet-stream.wire.js';
import { FleetStreamWriter } from './fleet-stream.writer.js';
import { StreamInterruptedError } from './stream-interrupted.error.js';

/** One stream that the whole fleet produces once. */
export interface FleetStreamTrip<Chunk> {
  /** Key of its stored answer in Redis. */
  readonly entry: string;
  /** The stored answer as chunks, if it may be served. */
  readonly look: () => Promise<Iterable<Chunk> | Absent>;
  /** Opens the source. */
  readonly open: (signal: AbortSignal) => AsyncIterable<Chunk>;
  /** Called after the last chunk of the source. The lock is held until it settles. */
  readonly complete: () => Promise<unknown>;
  readonly signal: AbortSignal;
}

export interface FleetStreamsParts<Chunk> {
  readonly call: CallRedis;
  /** Opens a connection of its own for a stream that is followed; it is disconnected afterwards. */
  readonly connect: () => Redis;
  readonly clock: Clock;
  readonly encode: (chunk: Chunk) => string;
  readonly decode: (text: string) => Chunk;
  /** How long a lock outlives its process, in ms. Default: 2,000. */
  readonly leaseMs?: number;
  /** How long to wait for the first chunk of another process, in ms; then it is produced here as well. Default: 30,000. */
  readonly waitForOthersMs?: number;
  /** Characters of a stream that are passed on. Default: 8 Mi. */
  readonly maxBytes?: number;
  /** Streams of others followed at one time, each over a connection. Beyond that they are produced here. Default: 16. */
  readonly mostFollowed?: number;
}

const MEBI = 1024 * 1024;

/**
 * One producer in the whole fleet: the process that gets the lock draws from the source and writes it to a Redis Stream, the
 * others read along. Before its first chunk another process takes over a lost one; after it, the stream is cut off.
 */
export class FleetStreams<Chunk> {
  private readonly leaseMs: number;
  private followed = 0;

  constructor(private readonly parts: FleetStreamsParts<Chunk>) {
    this.leaseMs = parts.leaseMs ?? 2_000;
  }

  /** @throws what the source throws, StreamInterruptedError, or the signal's reason. */
  async *open(trip: FleetStreamTrip<Chunk>): AsyncGenerator<Chunk, void, undefined> {
    const { call, clock, waitForOthersMs = 30_000, mostFollowed = 16 } = this.parts;
    const { signal } = trip;
    const lock = new FleetLock(fleetKeysOf(trip.entry), { call, clock, leaseMs: this.leaseMs });
    const untilMs = clock.monotonicMs() + waitForOthersMs;
    for (let looks = 0; clock.monotonicMs() < untilMs && this.followed < mostFollowed; looks++) {
      signal.throwIfAborted();
      const step = await this.step(trip, lock);
      if (step.kind === 'stored') return yield* step.chunks;
      if (step.kind === 'lead') break;
      if (step.kind === 'follow' && (yield* this.follow(trip, step.token, untilMs))) return;
      await sleep(clock, nextLookMs(looks, Math.random()), signal);
    }
    return yield* this.lead(trip, lock);
  }

  /** Takes the lock, or finds what is stored, or who has the lock. Without Redis each process leads for itself. */
  private async step(trip: FleetStreamTrip<Chunk>, lock: FleetLock): Promise<Step<Chunk>> {
    try {
      let acquired = await lock.acquire(false);
      if (acquired === 'there') {
        const stored = await trip.look();
        if (stored !== Absent) return { kind: 'stored', chunks: stored };
        acquired = await lock.acquire(true);
        // Between that look and the lock another may have stored it.
        const found = acquired === 'locked' ? await trip.look() : Absent;
        if (found !== Absent) {
          void lock.release('stored');
          return { kind: 'stored', chunks: found };
        }
      }
      if (acquired === 'locked') return { kind: 'lead' };
      const token = await this.parts.call((client) => client.get(fleetKeysOf(trip.entry).lock));
      return token === null ? { kind: 'again' } : { kind: 'follow', token };
    } catch {
      return { kind: 'lead' };
    }
  }

  private async *lead(trip: FleetStreamTrip<Chunk>, lock: FleetLock): AsyncGenerator<Chunk, void, undefined> {
    const { call, encode, maxBytes = 8 * MEBI } = this.parts;
    const writer = new FleetStreamWriter(streamKeyOf(trip.entry, lock.token), call, maxBytes);
    let complete = false;
    try {
      for await (const chunk of trip.open(trip.signal)) {
        writer.push(encode(chunk));
        yield chunk;
      }
      complete = true;
    } finally {
      // Nobody waits for what the others are told.
      const told = complete ? Promise.allSettled([writer.end(), trip.complete()]) : writer.stop('failed');
      void told.then(() => lock.release(complete ? 'stored' : 'failed'));
    }
  }

  /** Answers whether it was complete. False before the first chunk means that another may produce it. */
  private async *follow(
    trip: FleetStreamTrip<Chunk>,
    token: string,
    untilMs: number,
  ): AsyncGenerator<Chunk, boolean, undefined> {
    const { call, clock, connect, decode } = this.parts;
    const { lock } = fleetKeysOf(trip.entry);
    const connection = connect();
    // What goes wrong with it fails the read; without a listener ioredis would print it as well.
    connection.on('error', () => undefined);
    const leave = (): void => connection.disconnect();
    trip.signal.addEventListener('abort', leave, { once: true });
    const stopWaiting = clock.after(untilMs - clock.monotonicMs(), leave);
    this.followed += 1;
    let some = false;
    let ended: Followed;
    try {
      const chunks = followStream({
        key: streamKeyOf(trip.entry, token),
        connection,
        patienceMs: Math.ceil(this.leaseMs / 2),
        writerLives: async () => (await call((client) => client.get(lock))) === token,
      });
      for (;;) {
        const { done, value } = await chunks.next();
        if (done === true) {
          ended = value;
          break;
        }
        some = true;
        stopWaiting();
        yield decode(value);
      }
    } finally {
      this.followed -= 1;
      stopWaiting();
      trip.signal.removeEventListener('abort', leave);
      connection.disconnect();
    }
    trip.signal.throwIfAborted();
    if (ended === 'complete') return true;
    if (some) throw new StreamInterruptedError(ended);
    return false;
  }
}

type Step<Chunk> =
  | { readonly kind: 'stored'; readonly chunks: Iterable<Chunk> }
  | { readonly kind: 'lead' }
  | { readonly kind: 'follow'; readonly token: string }
  | { readonly kind: 'again' };
