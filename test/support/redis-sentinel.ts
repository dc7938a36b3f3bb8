import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureRedisServer } from '../../scripts/servers.mjs';
import { freePort } from './free-port.js';
import { guardAgainstOrphan } from './orphan-guard.js';
import { startRedis, type RedisServer } from './redis-server.js';

/** A master, a replica of it, and a Sentinel that makes the replica the master when the master is lost. */
export interface SentinelGroup extends AsyncDisposable {
  /** What the Sentinel calls the master. */
  readonly name: string;
  /** `redis://127.0.0.1:port` of the Sentinel. */
  readonly sentinelUrl: string;
  readonly first: RedisServer;
  readonly second: RedisServer;
  /** SIGKILL to all. Stopping twice is fine. */
  stop(): Promise<void>;
}

const NAME = 'main';
/** How long the master may be silent before it counts as lost, in ms. Short, so that tests need not wait for it. */
const SILENT_MS = 500;

/**
 * Starts the three and resolves when the Sentinel watches both servers, which takes a few seconds.
 *
 * @throws {Error} with the Sentinel's last words, when it does not start
 */
export async function startSentinelGroup(): Promise<SentinelGroup> {
  const first = await startRedis();
  const second = await startRedis({
    args: ['--replicaof', '127.0.0.1', String(first.port), '--repl-diskless-sync-delay', '0'],
  });
  const sentinel = await startSentinel(first.port).catch(async (error: unknown) => {
    await Promise.all([first.stop(), second.stop()]);
    throw error;
  });
  const stop = async (): Promise<void> => {
    await Promise.all([sentinel.stop(), first.stop(), second.stop()]);
  };
  return {
    name: NAME,
    sentinelUrl: `redis://127.0.0.1:${sentinel.port}`,
    first,
    second,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

interface Sentinel {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

async function startSentinel(masterPort: number): Promise<Sentinel> {
  const binary = process.env['REDIS_SERVER_BIN'] ?? (await ensureRedisServer());
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-'));
  const port = await freePort();
  // A Sentinel writes what it learns into its own configuration.
  const file = join(folder, 'sentinel.conf');
  await writeFile(
    file,
    [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${NAME} 127.0.0.1 ${masterPort} 1`,
      `sentinel down-after-milliseconds ${NAME} ${SILENT_MS}`,
      `sentinel failover-timeout ${NAME} 5000`,
      '',
    ].join('\n'),
  );
  const child = spawn(binary, [file, '--sentinel'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child, 'spawn');
  const release = guardAgainstOrphan(child.pid, folder);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.ref();
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    release();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((ready, fail) => {
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => {
        output = `${output}${chunk.toString()}`.slice(-20_000);
        // It has found the replica, so it can make it the master.
        if (output.includes('+slave slave')) ready();
      });
      child.on('exit', () => fail(new Error(`redis-sentinel did not start: ${output.trim().slice(-500)}`)));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  // A forgotten one must not hold a test process open; the guard ends it.
  child.unref();
  if ('unref' in child.stdout && typeof child.stdout.unref === 'function') child.stdout.unref();
  return { port, stop };
}
