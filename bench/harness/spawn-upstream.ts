import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { UpstreamMessage } from './upstream.host.js';

/** A server of a bench in a process of its own: what it computes is not charged to the contender that asks it. */
export interface Upstream<Info> extends AsyncDisposable {
  /** What the module's `start` said about itself, e.g. its URL. */
  readonly info: Info;
  readonly pid: number;
  /** Ends the process; resolves when it is gone. */
  stop(): Promise<void>;
}

/**
 * Runs `start(options)` of a module in a child process and resolves to what it returned (plain data). The child ends
 * with `stop()` and, if we are gone, by itself.
 *
 * @param module e.g. `new URL('./simulator.upstream.js', import.meta.url)`
 * @throws {Error} when `start` fails; its error is on stderr
 */
export async function spawnUpstream<Info>(module: URL, options: object = {}): Promise<Upstream<Info>> {
  const host = fileURLToPath(new URL('./upstream.host.js', import.meta.url));
  const child = fork(host, [module.href, JSON.stringify(options)], {
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: [],
  });
  const closed = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await closed;
  };
  const message = await Promise.race([
    once(child, 'message').then(([received]): UpstreamMessage<Info> => received),
    closed.then(() => undefined),
  ]);
  if (message === undefined || child.pid === undefined) {
    throw new Error(`The upstream ${module.pathname.split('/').at(-1)} ended before it was ready.`);
  }
  return { info: message.info, pid: child.pid, stop, [Symbol.asyncDispose]: stop };
}
