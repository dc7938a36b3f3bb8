import { ReplayBuffer } from './replay-buffer.js';
import { StreamInterruptedError } from './stream-interrupted.error.js';

export interface SharedStreamOptions<Chunk> {
  /** Bound of what is held for followers. */
  readonly maxBytes: number;
  readonly bytesOf: (chunk: Chunk) => number;
}

type State =
  | { readonly kind: 'running' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * One running stream for many readers, each from its beginning and at its own pace. The fastest reader draws from the
 * source. Who comes so late that the beginning is held no more cannot join; who falls behind by more than the bound is cut
 * off. The source is aborted when the last reader has left, and its error reaches all.
 */
export class SharedStream<Chunk> {
  private readonly abort = new AbortController();
  private readonly buffer: ReplayBuffer<Chunk>;
  private readonly source: AsyncIterator<Chunk>;
  /** Where each reader is. */
  private readonly places = new Map<symbol, number>();
  private state: State = { kind: 'running' };
  private drawing: Promise<void> | undefined;

  /** @param onEnd called once, when nobody may join any more. */
  constructor(
    open: (signal: AbortSignal) => AsyncIterable<Chunk>,
    private readonly options: SharedStreamOptions<Chunk>,
    private readonly onEnd: () => void,
  ) {
    this.buffer = new ReplayBuffer(options.bytesOf);
    this.source = open(this.abort.signal)[Symbol.asyncIterator]();
  }

  get readers(): number {
    return this.places.size;
  }

  /** Whether a new reader would see all of it. */
  get isJoinable(): boolean {
    return this.state.kind === 'running' && this.buffer.start === 0 && !this.abort.signal.aborted;
  }

  /** All chunks from the first. The reader counts from this call on, so it must be read to its end or left. */
  join(signal?: AbortSignal): AsyncIterableIterator<Chunk> {
    const reader = Symbol('reader');
    this.places.set(reader, 0);
    const left = Promise.withResolvers<never>();
    left.promise.catch(() => undefined); // who has left does not listen
    const leave = (): void => {
      signal?.removeEventListener('abort', onAbort);
      this.leave(reader);
    };
    const onAbort = (): void => {
      leave();
      left.reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    const end = (): IteratorResult<Chunk> => ({ done: true, value: undefined });
    return {
      next: async () => {
        if (signal?.aborted === true) throw signal.reason;
        if (!this.places.has(reader)) return end();
        try {
          const chunk = this.next(reader);
          const result = await (signal === undefined ? chunk : Promise.race([chunk, left.promise]));
          if (result.done === true) leave();
          return result;
        } catch (error) {
          leave();
          throw error;
        }
      },
      return: async () => {
        leave();
        return end();
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private async next(reader: symbol): Promise<IteratorResult<Chunk>> {
    for (;;) {
      const place = this.places.get(reader);
      if (place === undefined) return { done: true, value: undefined };
      if (place < this.buffer.start) throw new StreamInterruptedError('too-slow');
      if (place < this.buffer.end) {
        const value = this.buffer.at(place);
        this.places.set(reader, place + 1);
        return { done: false, value };
      }
      if (this.state.kind === 'ended') return { done: true, value: undefined };
      if (this.state.kind === 'failed') throw this.state.error;
      await (this.drawing ??= this.draw().finally(() => (this.drawing = undefined)));
    }
  }

  /** Takes one chunk from the source. Never rejects. */
  private async draw(): Promise<void> {
    try {
      const { done, value } = await this.source.next();
      if (done === true) this.settle({ kind: 'ended' });
      else this.keep(value);
    } catch (error) {
      this.settle({ kind: 'failed', error });
    }
  }

  /** Within the bound all is held, for those who may still come. */
  private keep(chunk: Chunk): void {
    const { maxBytes } = this.options;
    this.buffer.push(chunk);
    if (this.buffer.start === 0 && this.buffer.bytes <= maxBytes) return;
    if (this.buffer.start === 0) this.onEnd();
    this.buffer.dropBefore(Math.min(this.buffer.end - 1, ...this.places.values()));
    // The newest chunk stays, however large it is.
    if (this.buffer.bytes > maxBytes) this.buffer.shrinkTo(Math.max(maxBytes, this.options.bytesOf(chunk)));
  }

  private leave(reader: symbol): void {
    if (!this.places.delete(reader) || this.places.size > 0 || this.state.kind !== 'running') return;
    this.onEnd();
    this.abort.abort(new DOMException('Nobody reads this stream any more.', 'AbortError'));
    // A source that waits for its producer ends when that heeds the signal.
    this.source.return?.().catch(() => undefined);
  }

  private settle(state: State): void {
    this.state = state;
    if (this.buffer.start === 0) this.onEnd();
  }
}
