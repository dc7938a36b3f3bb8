import type { Clock } from '@hydrogenai/common';
import type { FleetStreamWriter } from '../flight/stream/fleet-stream.writer.js';
import { LiveStream } from '../flight/stream/live-stream.js';
import { fromJson } from '../rich/rich-value.codec.js';
import type { Basis } from './found.js';

/** Characters of a stream that are held for those who read along; what is longer is not kept either. */
const MOST_CHARACTERS = 8 * 1024 * 1024;
/** What a chunk takes beside its text. */
const CHUNK_BYTES = 64;

export interface StreamSource {
  readonly open: (signal: AbortSignal) => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;
  /**
   * The JSON form of a chunk, of which each reader gets a copy. Undefined when it has none: then the readers of this
   * process get the chunk itself, others nothing more, and the whole is not kept. What it throws ends the stream.
   */
  readonly encode: (chunk: unknown) => unknown;
}

interface LiveChunk {
  readonly original: unknown;
  /** Undefined for what has no such form, and only then. */
  readonly json: unknown;
  readonly text: string;
}

/** An answer that comes in chunks: from its source here, or from another process. */
export class LiveAnswer {
  /** What it depends on, and up to where that was right when it was begun; undefined when nobody could tell. */
  basis: Basis | undefined;
  /** Whether it comes from another process. */
  followed = false;
  /** When it was begun, on the clock's monotonic time. */
  startedMs: number;
  /** Resolves when other processes have been told all of it, as far as they can be. */
  told: Promise<void> = Promise.resolve();
  readonly stream = new LiveStream<LiveChunk>({
    maxBytes: MOST_CHARACTERS,
    bytesOf: ({ text }) => text.length + CHUNK_BYTES,
  });
  private writer: FleetStreamWriter | undefined;

  constructor(
    private readonly source: StreamSource,
    private readonly clock: Clock,
  ) {
    this.startedMs = clock.monotonicMs();
  }

  /** @param writer for other processes, if there are any to read along */
  begin(basis: Basis | undefined, writer?: FleetStreamWriter): void {
    this.basis = basis;
    this.writer = writer;
    this.startedMs = this.clock.monotonicMs();
  }

  /**
   * Reads the source to its end at the source's own pace.
   * @returns all chunks in their JSON form; undefined when they cannot be kept
   * @throws what the source throws, or the signal's reason
   */
  async produce(signal: AbortSignal): Promise<readonly unknown[] | undefined> {
    const { writer } = this;
    try {
      const opened = await orAborted(Promise.resolve(this.source.open(signal)), signal);
      await this.drain(opened[Symbol.asyncIterator](), signal);
    } catch (error) {
      this.stream.fail(error);
      // Before the lock is given back, so that nobody takes this for a loss of its process.
      await writer?.stop('failed');
      throw error;
    }
    this.stream.end();
    this.told = writer?.end() ?? this.told;
    return this.whole;
  }

  /** A chunk has come from another process. */
  receive(text: string): void {
    this.followed = true;
    const json: unknown = JSON.parse(text);
    this.stream.push({ original: undefined, json, text });
  }

  /** Chunks for one reader. @param own whether it opened the source, and gets what that gives; others get copies */
  read(own: boolean, signal: AbortSignal): AsyncIterableIterator<unknown, undefined> {
    const chunks = this.stream.read(signal);
    return {
      next: async () => {
        const result = await chunks.next();
        if (result.done === true) return result;
        const { original, json } = result.value;
        const asGiven = json === undefined || (own && !this.followed);
        return { done: false, value: asGiven ? original : fromJson(json) };
      },
      return: async () => {
        await chunks.return?.();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /** All chunks in their JSON form; undefined when they cannot be kept. */
  get whole(): readonly unknown[] | undefined {
    const chunks = this.stream.chunks;
    if (chunks === undefined || chunks.some(({ json }) => json === undefined)) return undefined;
    return chunks.map(({ json }) => json);
  }

  private async drain(chunks: AsyncIterator<unknown>, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await orAborted(chunks.next(), signal);
        if (done === true) return signal.throwIfAborted();
        this.take(value);
      }
    } catch (error) {
      // Not waited for: a source that heeds no signal may take its time.
      void Promise.resolve(chunks.return?.()).catch(() => undefined);
      throw error;
    }
  }

  private take(original: unknown): void {
    const json = this.source.encode(original);
    const text = json === undefined ? '' : JSON.stringify(json);
    if (json === undefined) void this.writer?.stop('not-shareable');
    else this.writer?.push(text);
    this.stream.push({ original, json, text });
  }
}

/** What comes first: the result, or the end of the waiting. */
function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
