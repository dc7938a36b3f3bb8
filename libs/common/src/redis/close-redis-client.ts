import { isCluster, type RedisLike } from './redis-like.js';

/** Closes a client at once, pending commands included. `disconnect` alone waits up to 2 s for a hung server to say goodbye. */
export function closeRedisClient(client: RedisLike): void {
  // A Cluster forgets its nodes when it disconnects.
  const connections = isCluster(client) ? client.nodes() : [client];
  client.disconnect();
  for (const { stream } of connections) stream?.destroy();
}
