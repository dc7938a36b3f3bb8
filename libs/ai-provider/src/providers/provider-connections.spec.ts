import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ProviderConnections } from './provider-connections.js';

interface Host {
  readonly url: string;
  readonly requests: IncomingMessage[];
  readonly sockets: Set<Socket>;
  opened: number;
}

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function listen(handler: RequestListener): Promise<Host> {
  const host: { -readonly [Key in keyof Host]: Host[Key] } = {
    url: '',
    requests: [],
    sockets: new Set(),
    opened: 0,
  };
  const server = createServer((request, response) => {
    host.requests.push(request);
    request.resume().once('end', () => handler(request, response));
  });
  server.on('connection', (socket) => {
    host.opened += 1;
    host.sockets.add(socket);
    socket.once('close', () => host.sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  host.url = `http://127.0.0.1:${address.port}/v1/chat?version=1`;
  cleanUps.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return host;
}

function connect(): ProviderConnections {
  const connections = new ProviderConnections();
  cleanUps.push(() => connections.close());
  return connections;
}

const post = (signal?: AbortSignal): RequestInit => ({
  method: 'POST',
  headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
  body: '{"question":"?"}',
  ...(signal ? { signal } : {}),
});

describe('the connections to a provider', () => {
  it('send what they are given, and ask for an answer that is not compressed', async () => {
    const host = await listen((_request, response) => response.end('{}'));
    await connect().fetch(host.url, post());
    const [request] = host.requests;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('/v1/chat?version=1');
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    });
  });

  it.each([
    { name: 'small, of known length', text: 'x'.repeat(1_000), chunked: false },
    { name: 'large, of known length', text: 'y'.repeat(2_000_000), chunked: false },
    { name: 'of unknown length', text: 'z'.repeat(300_000), chunked: true },
    { name: 'empty', text: '', chunked: false },
  ])('give a body back byte for byte: $name', async ({ text, chunked }) => {
    const host = await listen((_request, response) => {
      if (!chunked) response.setHeader('content-length', text.length);
      response.setHeader('x-many', ['one', 'two']).writeHead(201);
      response.write(text.slice(0, 10));
      response.end(text.slice(10));
    });
    const response = await connect().fetch(host.url, post());
    expect(response.status).toBe(201);
    expect(response.headers.get('x-many')).toBe('one, two');
    expect((await response.text()) === text).toBe(true);
  });

  it('accept a status that has no body', async () => {
    const host = await listen((_request, response) => response.writeHead(204).end());
    const response = await connect().fetch(host.url, post());
    expect([response.status, response.body]).toEqual([204, null]);
  });

  it('hand a redirect back and never call the other host', async () => {
    const other = await listen((_request, response) => response.end('stolen'));
    const host = await listen((_request, response) => response.writeHead(307, { location: other.url }).end());
    const { fetch } = connect();
    expect((await fetch(host.url, post())).status).toBe(307);
    // Also where the global fetch stands in, for bodies that are no text.
    const form = new FormData();
    form.set('file', 'content');
    expect((await fetch(host.url, { method: 'POST', body: form })).status).toBe(307);
    expect(other.requests).toHaveLength(0);
  });

  it('use sockets again, and one for each request of those at the same time', async () => {
    const AT_ONCE = 8;
    let waitFor = 1;
    const held: (() => void)[] = [];
    const host = await listen((_request, response) => {
      held.push(() => response.end('{}'));
      // Answers only when so many are there at once: with fewer sockets than that it would wait for ever.
      if (held.length === waitFor) for (const answer of held.splice(0)) answer();
    });
    const { fetch } = connect();
    const ask = async (): Promise<string> => (await fetch(host.url, post())).text();
    for (let request = 0; request < 20; request++) await ask();
    // A body can be read a moment before its socket is free again: then two take turns.
    expect(host.opened).toBeLessThanOrEqual(2);
    waitFor = AT_ONCE;
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    expect(host.opened).toBeLessThanOrEqual(AT_ONCE + 2);
  });

  it('close the socket when the signal aborts, before the answer and within it', async () => {
    const host = await listen((_request, response) => {
      if (host.requests.length === 2) response.write('the beginning');
    });
    const { fetch } = connect();
    const before = new AbortController();
    const pending = fetch(host.url, post(before.signal));
    await expect.poll(() => host.requests).toHaveLength(1);
    before.abort();
    await expect(pending).rejects.toThrow(/abort/i);
    await expect.poll(() => host.sockets.size).toBe(0);

    const within = new AbortController();
    const response = await fetch(host.url, post(within.signal));
    const reader = response.body?.getReader();
    await reader?.read();
    within.abort();
    await expect(reader?.read()).rejects.toThrow(/abort/i);
    await expect.poll(() => host.sockets.size).toBe(0);
  });

  it('close the socket of an answer that its reader leaves', async () => {
    const host = await listen((_request, response) => response.write('the beginning'));
    const response = await connect().fetch(host.url, post());
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await expect.poll(() => host.sockets.size).toBe(0);
  });

  it('leave no socket and serve no request once they are closed', async () => {
    const host = await listen((_request, response) => response.end('{}'));
    const connections = connect();
    await (await connections.fetch(host.url, post())).text();
    await connections.close();
    await expect.poll(() => host.sockets.size).toBe(0);
    await expect(connections.fetch(host.url, post())).rejects.toThrow(/destroyed/i);
    await connections.close();
  });
});
