import { once } from 'node:events';
import type { Response } from 'express';

/** Writes Server-Sent Events (WHATWG HTML, section 9.2) at the pace at which the client reads them. */
export class EventStream {
  constructor(private readonly response: Response) {}

  open(): void {
    this.response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies such as nginx hold a stream back otherwise.
      'x-accel-buffering': 'no',
    });
    this.response.flushHeaders();
  }

  /** Sends one event; resolves when there is room for the next. Events to a client that has gone are dropped. */
  async send(event: string, data: unknown): Promise<void> {
    if (this.response.destroyed) return;
    if (this.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)) return;
    await Promise.race([once(this.response, 'drain'), once(this.response, 'close')]);
  }

  close(): void {
    this.response.end();
  }
}
