import type { CallRedis } from '../fleet-lock.js';
import { FIELD, placeOf, type StopReason, type StreamSeal } from './fleet-stream.wire.js';

/** How long after the last batch a stream is kept, in ms: while it runs, and when it has ended. */
const RUNNING_MS = 60_000;
const ENDED_MS = 10_000;

export interface FleetStreamWriterParts {
  readonly call: CallRedis;
  readonly seal: StreamSeal;
  /** Characters of all chunks, beyond which others are told that it is too large for them. */
  readonly maxBytes: number;
  /** What a reader must know to decide whether it may follow. */
  readonly start: string;
}

/**
 * Writes a running stream for other processes. A batch is what has come while the last one was on its way, so a fast source
 * costs few commands and a slow one no delay. It never throws: what cannot be written is not there for the others.
 */
export class FleetStreamWriter {
  private fields: string[] = [];
  private count = 0;
  private written = 0;
  private closed = false;
  private lifetimeMs = RUNNING_MS;
  private writing: Promise<void> | undefined;

  /** Begins the stream at once, so that others find it. */
  constructor(
    private readonly key: string,
    private readonly parts: FleetStreamWriterParts,
  ) {
    this.add(FIELD.start, parts.start);
    void this.flush();
  }

  push(text: string): void {
    if (this.closed) return;
    this.written += text.length;
    if (this.written > this.parts.maxBytes) {
      void this.stop('too-large');
      return;
    }
    this.add(FIELD.chunk, text);
    void this.flush();
  }

  /** Resolves when all of it has been written, or cannot be. */
  end(): Promise<void> {
    return this.close(FIELD.end, '');
  }

  stop(reason: StopReason): Promise<void> {
    return this.close(FIELD.stop, reason);
  }

  private close(field: string, value: string): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.lifetimeMs = ENDED_MS;
      this.add(field, value);
    }
    return this.flush();
  }

  private add(field: string, value: string): void {
    this.fields.push(field, this.parts.seal.seal(value, placeOf(this.key, field, this.count++)));
  }

  private flush(): Promise<void> {
    this.writing ??= this.write().finally(() => (this.writing = undefined));
    return this.writing;
  }

  private async write(): Promise<void> {
    while (this.fields.length > 0) {
      const batch = this.fields;
      this.fields = [];
      try {
        await this.parts.call(async (client) => {
          const added = client.xadd(this.key, '*', ...batch);
          const kept = client.pexpire(this.key, this.lifetimeMs);
          await Promise.all([added, kept]);
        });
      } catch {
        // Counted by the guard. A gap must not look like the whole: nothing follows, and readers learn it from the lock.
        this.closed = true;
        this.fields = [];
      }
    }
  }
}
