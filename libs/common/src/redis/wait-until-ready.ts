import type { Redis } from 'ioredis';
import { systemClock } from '../time/clock.js';

/** Waits until the client can be used, at most `boundMs`. Returns false when it is not ready by then; it goes on trying. */
export function waitUntilReady(client: Redis, boundMs: number): Promise<boolean> {
  if (client.status === 'ready') return Promise.resolve(true);
  return new Promise((resolve) => {
    const onReady = (): void => {
      cancel();
      resolve(true);
    };
    const cancel = systemClock.after(boundMs, () => {
      client.off('ready', onReady);
      resolve(false);
    });
    client.once('ready', onReady);
  });
}
