import { execFile, spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { ensurePostgres } from '../../scripts/servers.mjs';
import { freePort } from './free-port.js';
import { guardAgainstOrphan } from './orphan-guard.js';

/** A real PostgreSQL of a test's own, gone at the latest with this process. */
export interface PostgresServer extends AsyncDisposable {
  /** `postgres://postgres@127.0.0.1:port/postgres` */
  readonly url: string;
  readonly port: number;
  /** Ends it at once, as in a crash; stopping twice is fine. */
  stop(): Promise<void>;
  /** Stops, and starts again on the same port with the same data. */
  restart(): Promise<void>;
}

/** Whom the server runs as: it refuses to be root. */
interface Runner {
  readonly uid: number;
  readonly gid: number;
}

const run = promisify(execFile);

/** Another process may take a free port before PostgreSQL does; five in a row mean something else is wrong. */
const PORT_ATTEMPTS = 5;

/**
 * Makes an empty database with `initdb` and starts `postgres` on it (POSTGRES_BIN_DIR, or found or fetched by
 * `scripts/servers.mjs`). Takes about two seconds. Nothing is synced to the disk.
 *
 * @throws {Error} with PostgreSQL's own last words, when it does not start
 */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = process.env['POSTGRES_BIN_DIR'] ?? (await ensurePostgres());
  const runner = process.getuid?.() === 0 ? await systemUser(['postgres', 'nobody']) : undefined;
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  if (runner !== undefined) await chown(folder, runner.uid, runner.gid);
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const asRunner = { cwd: folder, ...runner };
  const settings = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  try {
    await run(join(bin, 'initdb'), ['-D', join(folder, 'data'), ...settings], asRunner);
  } catch (error) {
    await removeFolder();
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
      throw new Error(
        `PostgreSQL does not run as root, and other users may not enter ${bin}: install PostgreSQL on the machine or run the tests as somebody else.`,
        { cause: error },
      );
    }
    throw error; // with what initdb said
  }
  const launch = (port: number): Promise<Running> =>
    launchPostgres(join(bin, 'postgres'), folder, port, asRunner);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return handleOf(port, () => launch(port), await launch(port), removeFolder);
    } catch (error) {
      const portIsTaken = error instanceof Error && error.message.includes('could not bind');
      if (portIsTaken && attempt < PORT_ATTEMPTS) continue;
      await removeFolder();
      throw error;
    }
  }
}

interface Running {
  readonly kill: () => Promise<void>;
}

function handleOf(
  port: number,
  launch: () => Promise<Running>,
  first: Running,
  removeFolder: () => Promise<void>,
): PostgresServer {
  let running = first;
  const stop = async (): Promise<void> => {
    await running.kill();
    await removeFolder();
  };
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    port,
    stop,
    restart: async () => {
      await running.kill();
      running = await launch();
    },
    [Symbol.asyncDispose]: stop,
  };
}

async function launchPostgres(
  binary: string,
  folder: string,
  port: number,
  options: { readonly cwd: string; readonly uid?: number; readonly gid?: number },
): Promise<Running> {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    shared_buffers: '16MB',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binary, ['-D', join(folder, 'data'), ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child, 'spawn');
  const release = guardAgainstOrphan(child.pid, folder);
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.ref();
      const exited = once(child, 'exit');
      child.kill('SIGQUIT'); // "immediate shutdown": its own processes end as well, nothing is written down
      await exited;
    }
    release();
  };
  try {
    await untilReady(child);
  } catch (error) {
    await kill();
    throw error;
  }
  // A forgotten server must not hold a test process open; the guard ends it.
  child.unref();
  for (const pipe of [child.stdout, child.stderr])
    if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  return { kill };
}

function untilReady(child: ChildProcessByStdio<null, Readable, Readable>): Promise<void> {
  return new Promise((ready, fail) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output = `${output}${chunk.toString()}`;
      if (output.includes('ready to accept connections')) settle(ready);
    };
    const ended = (): void => settle(() => fail(new Error(`postgres did not start: ${lastWords(output)}`)));
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

/** The first of these users that the machine has. */
async function systemUser(names: readonly string[]): Promise<Runner> {
  for (const name of names) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, name])));
      return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
    } catch {
      continue; // no such user
    }
  }
  throw new Error(
    `PostgreSQL does not run as root, and there is no user ${names.join(' or ')}: run the tests as somebody else.`,
  );
}

function lastWords(output: string): string {
  return output.trim().split('\n').slice(-3).join(' | ');
}
