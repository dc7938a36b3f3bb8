import { factChannel } from '../telemetry/fact-channel.js';
import type { RedisLike } from './redis-like.js';

/** A connection came, failed or went. Names and codes only: messages of the server may quote commands. */
export interface RedisConnectionFact {
  readonly name: string;
  /** On a Cluster `ready` and `close` are those of the whole; `error` may be that of one node. */
  readonly event: 'ready' | 'error' | 'close';
  readonly code?: string;
}

/** Facts of all Redis connections of the suite: `hydrogenai:redis.connection`. */
export const redisConnection = factChannel<RedisConnectionFact>('redis.connection');

/** Publishes what happens to the client, under this name. Errors end here, so they neither are printed nor crash the process. */
export function publishConnectionFacts(client: RedisLike, name: string): void {
  const onError = (error: NodeJS.ErrnoException): void => {
    redisConnection.publish(() => ({ name, event: 'error', code: error.code ?? error.name }));
  };
  client.on('error', onError);
  // Of one node of a Cluster; a single server never says this.
  client.on('node error', onError);
  client.on('ready', () => redisConnection.publish(() => ({ name, event: 'ready' })));
  client.on('close', () => redisConnection.publish(() => ({ name, event: 'close' })));
}
