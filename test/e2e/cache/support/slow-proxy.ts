import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy that can hold commands and answers back or reset connections. */
export interface SlowProxy extends AsyncDisposable {
  readonly url: string;
  /** How long each piece of a command or an answer is held back, in ms. */
  delayMs: number;
  /** Breaks every connection with RST. */
  reset(): void;
}

export async function startSlowProxy(port: number): Promise<SlowProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    near.on('data', (chunk) => void setTimeout(() => far.destroyed || far.write(chunk), proxy.delayMs));
    far.on('data', (chunk) => void setTimeout(() => near.destroyed || near.write(chunk), proxy.delayMs));
    far.on('close', () => near.destroy());
    near.on('close', () => far.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address with a port.
  const { port: own } = server.address() as AddressInfo;
  const proxy: SlowProxy = {
    url: `redis://127.0.0.1:${own}`,
    delayMs: 0,
    reset: () => sockets.forEach((socket) => socket.resetAndDestroy()),
    [Symbol.asyncDispose]: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}
