import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs the gateway of `@portkey-ai/gateway` in this process, as its own command does with --headless. */
export async function start(): Promise<{ url: string }> {
  const port = await freePort();
  process.env['NODE_ENV'] = 'production';
  process.argv.splice(2, Infinity, `--port=${port}`, '--headless');
  await import(import.meta.resolve('@portkey-ai/gateway/build/start-server.js'));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await answers(url)) return { url: `${url}/v1` };
    await sleep(100);
  }
  throw new Error('the gateway did not start within 10 s');
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).status > 0;
  } catch {
    // Not listening yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  server.close();
  await once(server, 'close');
  return address.port;
}
