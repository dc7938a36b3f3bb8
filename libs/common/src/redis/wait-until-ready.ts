import { systemClock } from '../time/clock.js';
import { isCluster, type RedisLike } from './redis-like.js';

const IN_BETWEEN: ReadonlySet<string> = new Set(['connecting', 'connect']);

/**
 * Waits until the client can be used, at most `boundMs`. A Cluster can be used when it knows its slots and no connection
 * to a master is still being made. Returns false when the client is not ready by then; it goes on trying.
 */
export async function waitUntilReady(client: RedisLike, boundMs: number): Promise<boolean> {
  const late = new AbortController();
  const cancel = systemClock.after(boundMs, () => late.abort());
  try {
    if (client.status !== 'ready' && !(await heard(client, ['ready'], late.signal))) return false;
    if (!isCluster(client)) return true;
    const masters = await Promise.all(
      client
        .nodes('master')
        // Where it failed, commands fail at once, so there is nothing to wait for.
        .map((node) => !IN_BETWEEN.has(node.status) || heard(node, ['ready', 'end'], late.signal)),
    );
    return masters.every(Boolean);
  } finally {
    cancel();
  }
}

/** True at the first of these events, false when the signal comes before. */
function heard(client: RedisLike, events: readonly string[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (): void => {
      for (const event of events) client.off(event, settle);
      signal.removeEventListener('abort', settle);
      resolve(!signal.aborted);
    };
    for (const event of events) client.on(event, settle);
    signal.addEventListener('abort', settle);
  });
}
