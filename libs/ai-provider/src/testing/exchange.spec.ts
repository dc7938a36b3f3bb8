import { once } from 'node:events';
import { createServer } from 'node:http';
import { createConnection, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { Exchange } from './exchange.js';
import { Journal } from './journal.js';

it('waits for a slow reader instead of filling memory, and stops when it leaves', async () => {
  const part = 'x'.repeat(1024 * 1024);
  const entry = new Journal(1).open({ wire: 'groq', method: 'GET', path: '/', inference: false, at: 0 });
  let sending: Promise<void> | undefined;
  const server = createServer((request, response) => {
    sending = new Exchange(request, response, entry).send(
      200,
      {},
      { parts: Array.from({ length: 500 }, () => part), ending: 'end' },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A listening TCP server has an address object.
  const { port } = server.address() as AddressInfo;
  const socket = createConnection(port, '127.0.0.1');
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  while (entry.bytesSent === 0) await new Promise(setImmediate);
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  expect(entry.bytesSent).toBeLessThan(100 * part.length);
  socket.destroy();
  await sending;
  expect(entry).toMatchObject({ aborted: true, finished: false });
  expect(entry.bytesSent).toBeLessThan(100 * part.length);
  await new Promise((resolve) => server.close(resolve));
});
