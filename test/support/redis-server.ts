import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ensureRedisServer } from '../../scripts/servers.mjs';
import { freePort } from './free-port.js';
import { guardAgainstOrphan, type ReleaseOrphanGuard } from './orphan-guard.js';

export interface RedisServerOptions {
  /** TCP port on the loopback interface. Default: a free one. */
  readonly port?: number;
  /** More configuration as command line arguments, e.g. `['--maxmemory', '2mb']`. Default: none. */
  readonly args?: readonly string[];
}

/** A real Redis of a test's own: empty at each start, nothing kept on disk, gone at the latest with this process. */
export interface RedisServer extends AsyncDisposable {
  /** `redis://127.0.0.1:port` */
  readonly url: string;
  readonly port: number;
  /** Process id; another one after `restart()`. */
  readonly pid: number;
  /** SIGKILL, as in a crash; resolves when the process has ended. Stopping twice is fine. */
  stop(): Promise<void>;
  /** SIGSTOP: connections stay open and are accepted, nothing is answered. */
  freeze(): void;
  /** SIGCONT: answers all that has piled up. */
  thaw(): void;
  /** Stops, and starts an empty server on the same port. */
  restart(): Promise<void>;
}

/** Another process may take a free port before Redis does; five in a row mean something else is wrong. */
const PORT_ATTEMPTS = 5;

/**
 * Starts `redis-server` (REDIS_SERVER_BIN, or found or fetched by `scripts/servers.mjs`) and resolves when it accepts
 * connections.
 *
 * @throws {Error} with Redis's own last words, when it does not start
 */
export async function startRedis(options: RedisServerOptions = {}): Promise<RedisServer> {
  const binary = process.env['REDIS_SERVER_BIN'] ?? (await ensureRedisServer());
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const launch = (): Promise<Running> => launchRedis(binary, port, options.args ?? []);
    try {
      return handleOf(port, launch, await launch());
    } catch (error) {
      const portIsTaken = error instanceof Error && error.message.includes('Address already in use');
      if (!portIsTaken || options.port !== undefined || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

interface Running {
  readonly pid: number;
  readonly kill: () => Promise<void>;
}

function handleOf(port: number, launch: () => Promise<Running>, first: Running): RedisServer {
  let running = first;
  const stop = (): Promise<void> => running.kill();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return running.pid;
    },
    stop,
    freeze: () => void process.kill(running.pid, 'SIGSTOP'),
    thaw: () => void process.kill(running.pid, 'SIGCONT'),
    restart: async () => {
      await running.kill();
      running = await launch();
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function launchRedis(binary: string, port: number, extra: readonly string[]): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', daemonize: 'no' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(binary, [...args, ...extra], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error('redis-server was started without a process id.');
  const release = guardAgainstOrphan(pid, folder);
  const running = { pid, kill: killer(child, release, folder) };
  try {
    await untilReady(child);
  } catch (error) {
    await running.kill();
    throw error;
  }
  // A forgotten server must not hold a test process open; the guard ends it.
  child.unref();
  for (const pipe of [child.stdout, child.stderr])
    if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  return running;
}

function untilReady(child: ChildProcessByStdio<null, Readable, Readable>): Promise<void> {
  return new Promise((ready, fail) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`;
      if (output.includes('Ready to accept connections')) settle(ready);
    };
    const ended = (): void =>
      settle(() =>
        fail(new Error(`redis-server did not start: ${output.trim().split('\n').slice(-3).join(' | ')}`)),
      );
    const settle = (then: () => void): void => {
      child.stdout.off('data', read).resume(); // a full pipe would block the server
      child.stderr.off('data', read).resume();
      child.off('close', ended);
      then();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', ended);
  });
}

function killer(
  child: ChildProcessByStdio<null, Readable, Readable>,
  release: ReleaseOrphanGuard,
  folder: string,
): () => Promise<void> {
  return async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.ref(); // we wait for its end now, so the process must stay for it
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    release();
    await rm(folder, { recursive: true, force: true });
  };
}
