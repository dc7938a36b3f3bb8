import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below 32768, where Linux begins to hand out local ports of outgoing connections: a client that keeps
 * reconnecting to a stopped server must not be given that server's own port (and then talk to itself).
 */
const LOWEST = 20_000;
const BEYOND_HIGHEST = 32_000;

/** A TCP port of the loopback interface that nobody listens on now. Another process may still take it first. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, BEYOND_HIGHEST);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return true;
}
