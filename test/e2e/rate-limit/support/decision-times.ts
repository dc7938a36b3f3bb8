import type { Redis } from 'ioredis';

/** Listens in on the script's answers; the first element is Redis' clock in microseconds. */
export function watchDecisionTimes(client: Redis): () => number {
  let lastUs = 0;
  for (const name of ['evalsha', 'eval'] as const) {
    const run = client[name].bind(client) as (...args: unknown[]) => Promise<unknown>;
    const watched = async (...args: unknown[]): Promise<unknown> => {
      const reply = await run(...args);
      if (Array.isArray(reply)) lastUs = Number(reply[0]);
      return reply;
    };
    Object.assign(client, { [name]: watched });
  }
  return () => Math.floor(lastUs / 1_000);
}
