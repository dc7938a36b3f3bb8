import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from './free-port.js';

it('gives a port that can be listened on at once', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
});

it('stays below the ports that outgoing connections are given', async () => {
  for (let i = 0; i < 50; i += 1) expect(await freePort()).toBeLessThan(32_768);
});
