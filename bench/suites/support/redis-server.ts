import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SuiteScope } from '../../harness/index.js';

interface Servers {
  ensureRedisServer(): Promise<string>;
}

/** A Redis of the bench's own that keeps nothing. Gives its URL. */
export async function startRedis(scope: SuiteScope): Promise<string> {
  return (await startRedisProcess(scope)).url;
}

/** The same, with its process, for benches that make trouble. */
export async function startRedisProcess({
  onCleanup,
}: SuiteScope): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  // Benches run from the root of the repository, compiled to another folder: no relative import would find it.
  const { ensureRedisServer } = (await import(pathToFileURL(resolve('scripts/servers.mjs')).href)) as Servers;
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'bench-redis-'));
  const args = { port, bind: '127.0.0.1', dir, save: '', appendonly: 'no' };
  const child = spawn(
    await ensureRedisServer(),
    Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  onCleanup(async () => {
    process.off('exit', kill);
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      kill();
      await exited;
    }
    await rm(dir, { recursive: true, force: true });
  });
  await new Promise<void>((ready, fail) => {
    child.once('exit', () => fail(new Error('redis-server did not start.')));
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('Ready to accept connections')) ready();
    });
  });
  return { url: `redis://127.0.0.1:${port}`, child };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
