import { Redis } from 'ioredis';
import type { RedisServer } from './redis-server.js';

/** A master. `restart()` brings it back as the same member of the Cluster with the same slots and no data. */
export interface RedisClusterNode extends RedisServer {
  /** What the Cluster calls it. */
  readonly id: string;
}

export type Address = Pick<RedisServer, 'port'>;

/** Generous for a busy machine: it bounds a hang, it measures nothing. */
const COMMAND_TIMEOUT_MS = 10_000;

/** Talks to one node alone, redirections left as the errors that they are. */
export async function withNode<Result>(
  { port }: Address,
  work: (client: Redis) => Promise<Result>,
): Promise<Result> {
  const client = new Redis(port, '127.0.0.1', {
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
  });
  client.on('error', () => undefined); // the failing command tells; ioredis prints unheard errors
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}
