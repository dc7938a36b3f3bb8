import { ReplayBuffer } from './replay-buffer.js';
import { StreamInterruptedError } from './stream-interrupted.error.js';

export interface LiveStreamOptions<Chunk> {
  /** Bound of what is held for readers. */
  readonly maxBytes: number;
  readonly bytesOf: (chunk: Chunk) => number;
}

type State =
  | { readonly kind: 'running' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: unknown };

interface Reader {
  /** Of the next chunk. */
  place: number;
  left: { readonly reason: unknown } | undefined;
  gone: boolean;
  wake: (() => void) | undefined;
  /** Its calls are answered in their order, one after the other. */
  queue: Promise<unknown> | undefined;
}

/**
 * One running stream for many readers, each from its beginning and at its own pace; nobody's pace is that of the source.
 * All of it is held up to a bound. Beyond that nobody can join, and who falls behind by more than the bound is cut off.
 */
export class LiveStream<Chunk> {
  private readonly buffer: ReplayBuffer<Chunk>;
  private readonly readers = new Set<Reader>();
  private readonly beginning = Promise.withResolvers<void>();
  private state: State = { kind: 'running' };

  constructor(private readonly options: LiveStreamOptions<Chunk>) {
    this.buffer = new ReplayBuffer(options.bytesOf);
  }

  /** Resolves with the first chunk, or when it ends without one; never when it fails before that. */
  get begun(): Promise<void> {
    return this.beginning.promise;
  }

  get isEmpty(): boolean {
    return this.buffer.end === 0;
  }

  /** Whether a new reader would see all of it. */
  get isJoinable(): boolean {
    return this.buffer.start === 0;
  }

  /** All that has come; undefined when that is more than the bound. */
  get chunks(): readonly Chunk[] | undefined {
    return this.isJoinable ? this.buffer.all() : undefined;
  }

  push(chunk: Chunk): void {
    const { maxBytes, bytesOf } = this.options;
    this.buffer.push(chunk);
    if (this.buffer.start > 0 || this.buffer.bytes > maxBytes) {
      const places = Array.from(this.readers, ({ place }) => place);
      this.buffer.dropBefore(Math.min(this.buffer.end - 1, ...places));
      // The newest chunk stays, however large it is.
      if (this.buffer.bytes > maxBytes) this.buffer.shrinkTo(Math.max(maxBytes, bytesOf(chunk)));
    }
    this.beginning.resolve();
    this.wakeAll();
  }

  end(): void {
    this.settle({ kind: 'ended' });
    this.beginning.resolve();
  }

  /** Readers get the error after what came before it. */
  fail(error: unknown): void {
    this.settle({ kind: 'failed', error });
  }

  /** All chunks from the first. When the signal aborts, its reason is thrown at once. */
  read(signal?: AbortSignal): AsyncIterableIterator<Chunk, undefined> {
    const reader: Reader = { place: 0, left: undefined, gone: false, wake: undefined, queue: undefined };
    this.readers.add(reader);
    const onAbort = (): void => {
      reader.left = { reason: signal?.reason };
      reader.wake?.();
    };
    const leave = (): void => {
      signal?.removeEventListener('abort', onAbort);
      reader.gone = true;
      this.readers.delete(reader);
      reader.wake?.();
    };
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    const take = async (): Promise<IteratorResult<Chunk, undefined>> => {
      try {
        const result = await this.next(reader);
        if (result.done === true) leave();
        return result;
      } catch (error) {
        leave();
        throw error;
      }
    };
    return {
      next: () => {
        const answer = reader.queue === undefined ? take() : reader.queue.then(take);
        const settled: Promise<unknown> = answer
          .catch(() => undefined)
          .then(() => {
            if (reader.queue === settled) reader.queue = undefined;
          });
        reader.queue = settled;
        return answer;
      },
      return: async () => {
        leave();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private async next(reader: Reader): Promise<IteratorResult<Chunk, undefined>> {
    for (;;) {
      const { place, left, gone } = reader;
      if (gone) return { done: true, value: undefined };
      if (left !== undefined) throw left.reason;
      if (place < this.buffer.start) throw new StreamInterruptedError('too-slow');
      if (place < this.buffer.end) {
        reader.place += 1;
        return { done: false, value: this.buffer.at(place) };
      }
      if (this.state.kind === 'ended') return { done: true, value: undefined };
      if (this.state.kind === 'failed') throw this.state.error;
      await new Promise<void>((resolve) => (reader.wake = resolve));
    }
  }

  private settle(state: State): void {
    if (this.state.kind === 'running') this.state = state;
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const reader of this.readers) reader.wake?.();
  }
}
