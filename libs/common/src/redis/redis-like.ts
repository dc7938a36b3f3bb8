import type { Cluster, Redis } from 'ioredis';

/** A connection to one server, or to a Redis Cluster. */
export type RedisLike = Redis | Cluster;

/** Goes by the mark that ioredis puts on both, since `instanceof` fails for another copy of it. */
export function isCluster(client: RedisLike): client is Cluster {
  return 'isCluster' in client && client.isCluster === true;
}
