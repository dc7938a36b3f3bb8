import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenEntry } from './journal.js';
import type { Transmission } from './transmission.policy.js';

/**
 * Pause before a scripted cut. What was written has then been read by the peer's program; a socket error would
 * make most stream readers throw away what they have not handed on yet.
 */
const CUT_PAUSE_MS = 25;

/** One request and its answer; writes, waits and keeps the journal entry true. */
export class Exchange {
  readonly #over = new AbortController();
  readonly #startedAt = performance.now();
  #endedByUs = false;

  constructor(
    readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    readonly entry: OpenEntry,
  ) {
    response.on('close', () => {
      if (!response.writableFinished && !this.#endedByUs) {
        entry.aborted = true;
        entry.abortedAfterMs = performance.now() - this.#startedAt;
      }
      entry.finished = response.writableFinished;
      this.#over.abort();
    });
  }

  /** The connection is gone: nothing can be sent any more. */
  get over(): boolean {
    return this.#over.signal.aborted;
  }

  /** Waits; ends early when the connection does. */
  async pause(ms: number): Promise<void> {
    if (ms <= 0 || this.over) return;
    try {
      await sleep(ms, undefined, { signal: this.#over.signal });
    } catch (error) {
      if (!this.over) throw error;
    }
  }

  async send(
    status: number,
    headers: Readonly<Record<string, string>>,
    { parts, ending, contentLength }: Transmission,
    pauseMs = 0,
  ): Promise<void> {
    if (this.over) return;
    this.entry.status = status;
    this.response.writeHead(status, {
      ...headers,
      ...(contentLength !== undefined && { 'content-length': contentLength }),
    });
    this.response.flushHeaders();
    for (const [index, part] of parts.entries()) {
      if (index > 0) await this.pause(pauseMs);
      if (this.over) return;
      await this.#write(part);
    }
    if (ending === 'end') this.response.end();
    else if (ending === 'reset') await this.reset();
  }

  /** Destroys the socket with a TCP RST. */
  async reset(): Promise<void> {
    if (this.entry.bytesSent > 0) await this.pause(CUT_PAUSE_MS);
    if (this.over) return;
    this.#endedByUs = true;
    this.request.socket.resetAndDestroy();
  }

  /** The simulator is closing: what happens next is not the client's doing. */
  abandon(): void {
    this.#endedByUs = true;
  }

  async #write(part: string): Promise<void> {
    this.entry.bytesSent += Buffer.byteLength(part);
    if (this.response.write(part)) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.response.off('drain', done);
        this.#over.signal.removeEventListener('abort', done);
        resolve();
      };
      this.response.once('drain', done);
      this.#over.signal.addEventListener('abort', done, { once: true });
    });
  }
}
