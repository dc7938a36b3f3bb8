import type { Clock } from '@hydrogenai/common';
import type { CacheAddress } from '../entry/cache-address.js';
import type { CacheRequest } from '../entry/cache-request.js';
import { fromJson } from '../rich/rich-value.codec.js';
import type { CacheEngine } from './cache.engine.js';
import { Departure } from './departure.js';
import type { Found } from './found.js';
import { LiveAnswer, type StreamSource } from './live-answer.js';

/** What one caller asks for. */
export interface StreamCall {
  readonly source: StreamSource;
  /** Whether to keep the whole; asked with all chunks in their JSON form. */
  readonly store?: ((chunks: unknown) => boolean) | undefined;
  /** What the whole says, for the filter. */
  readonly texts?: (() => readonly string[]) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number | undefined;
}

export interface Streamed {
  readonly chunks: AsyncIterableIterator<unknown, undefined>;
  /** Where it was found; 'computed' when this caller opened the source. */
  readonly from: Found['from'];
  readonly ageMs: number;
}

/** Serves streams: what is stored, what is running here or in another process, or a new one. */
export class Streamer {
  constructor(
    private readonly engine: CacheEngine,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves with the first chunk.
   * @throws what the source throws before its first chunk, WaitTimeoutError, or the signal's reason
   */
  async open(request: CacheRequest, address: CacheAddress, call: StreamCall): Promise<Streamed> {
    const { deadlineMs } = call;
    const startedMs = this.clock.monotonicMs();
    const shared = await this.attach(request, address, call, false);
    if (shared !== undefined) return shared;
    const leftMs = deadlineMs && Math.max(0, deadlineMs - (this.clock.monotonicMs() - startedMs));
    const own = await this.attach(request, address, { ...call, deadlineMs: leftMs }, true);
    if (own === undefined) throw new TypeError('What was not joined can be read.');
    return own;
  }

  /** Undefined when what was joined is of no use to this caller. @param alone joins nobody */
  private async attach(
    request: CacheRequest,
    address: CacheAddress,
    { source, store, texts, signal, deadlineMs }: StreamCall,
    alone: boolean,
  ): Promise<Streamed | undefined> {
    const { clock, engine } = this;
    const departure = new Departure({ signal, deadlineMs, clock });
    try {
      const live = new LiveAnswer(source, clock);
      const computation = {
        factory: (leading: AbortSignal) => live.produce(leading),
        live,
        store,
        texts,
        signal: departure.signal,
      };
      const { arrived, joined, running, isStale } = engine.embark(request, address, computation, alone);
      if (running?.stream.isJoinable !== false) {
        // Now, so that nothing of it is let go before it is read.
        const chunks = running?.read(!joined, departure.signal);
        const begun = running?.stream.begun.then(() => undefined);
        const found = await (begun ? Promise.race([begun, arrived]) : arrived);
        if (found === undefined && running !== undefined && chunks !== undefined) {
          if (!joined || !(await isStale(running))) {
            const from = joined || running.followed ? 'flight' : 'computed';
            const ageMs = clock.monotonicMs() - running.startedMs;
            return { chunks: untilEnd(chunks, departure), from, ageMs };
          }
        } else if (found?.value !== undefined && !(joined && (await isStale(found)))) {
          departure.arrive();
          return { chunks: replay(found.value, signal), from: found.from, ageMs: found.ageMs };
        }
      }
      departure.leave(new DOMException('This caller reads another stream.', 'AbortError'));
      return undefined;
    } catch (error) {
      departure.leave(error);
      throw error;
    }
  }
}

/** The stored chunks, each reader's own copies. What was stored as one value is one chunk. */
export function replay(
  value: unknown,
  signal: AbortSignal | undefined,
): AsyncIterableIterator<unknown, undefined> {
  const left = (Array.isArray(value) ? value : [value]).values();
  return {
    next: async () => {
      signal?.throwIfAborted();
      const { done, value: chunk } = left.next();
      return done === true ? { done, value: undefined } : { done: false, value: fromJson(chunk) };
    },
    return: async () => {
      left.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** A reader that reads no more leaves; one that has all of it does not. */
function untilEnd(
  chunks: AsyncIterableIterator<unknown, undefined>,
  departure: Departure,
): AsyncIterableIterator<unknown, undefined> {
  return {
    next: async () => {
      try {
        const result = await chunks.next();
        if (result.done === true) departure.arrive();
        return result;
      } catch (error) {
        departure.leave(error);
        throw error;
      }
    },
    return: async () => {
      departure.leave(new DOMException('This caller reads no more.', 'AbortError'));
      await chunks.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
