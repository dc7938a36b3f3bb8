import { SharedStream, type SharedStreamOptions } from './shared-stream.js';

export interface Joined<Chunk> {
  readonly chunks: AsyncIterableIterator<Chunk>;
  /** True when another caller had opened the source. */
  readonly joined: boolean;
}

/** The streams that run in this process: who asks for the same reads along. */
export class SharedStreams<Chunk> {
  private readonly running = new Map<string, SharedStream<Chunk>>();

  constructor(private readonly options: SharedStreamOptions<Chunk>) {}

  /** Streams that can still be joined. */
  get size(): number {
    return this.running.size;
  }

  /** Joins the stream of this key from its first chunk, or opens it. */
  join(
    key: string,
    signal: AbortSignal | undefined,
    open: (signal: AbortSignal) => AsyncIterable<Chunk>,
  ): Joined<Chunk> {
    signal?.throwIfAborted();
    const running = this.running.get(key);
    if (running?.isJoinable === true) return { chunks: running.join(signal), joined: true };
    const stream: SharedStream<Chunk> = new SharedStream(open, this.options, () => {
      if (this.running.get(key) === stream) this.running.delete(key);
    });
    this.running.set(key, stream);
    return { chunks: stream.join(signal), joined: false };
  }

  /** The key was written or deleted: who comes later opens anew. */
  outdate(key: string): void {
    this.running.delete(key);
  }
}
