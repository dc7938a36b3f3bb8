import { createConnection } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startPostgres } from './postgres-server.js';

/** What a server answers to the request for TLS, which every PostgreSQL knows: one letter, S or N. */
async function handshake(port: number): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port });
  try {
    await once(socket, 'connect');
    socket.write(Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]));
    const [answer] = await once(socket, 'data');
    return String(answer);
  } finally {
    socket.destroy();
  }
}

describe('startPostgres', () => {
  it('starts a server that speaks, ends it and starts it again on the same port', async () => {
    await using server = await startPostgres();
    expect(server.url).toContain(`:${server.port}/`);
    expect(await handshake(server.port)).toMatch(/^[SN]$/);
    await server.restart();
    expect(await handshake(server.port)).toMatch(/^[SN]$/);
    await server.stop();
    await server.stop();
    await expect(handshake(server.port)).rejects.toThrow('ECONNREFUSED');
  });
});
