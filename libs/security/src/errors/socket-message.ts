import { readPath } from '@hydrogenai/common';

const EXCEPTION = 'exception';

/** Sends an `exception` message, as Nest's own filter does: by `send` on plain WebSockets, by `emit` on those of socket.io. */
export function sendException(client: unknown, body: object): void {
  const send = readPath(client, 'send');
  // Sockets of ws have an `emit`, too, which reaches nobody; only plain ones know their state as a number.
  if (typeof send === 'function' && typeof readPath(client, 'readyState') === 'number') {
    Reflect.apply(send, client, [JSON.stringify({ event: EXCEPTION, data: body })]);
    return;
  }
  const emit = readPath(client, 'emit');
  if (typeof emit === 'function') Reflect.apply(emit, client, [EXCEPTION, body]);
}
