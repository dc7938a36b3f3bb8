// Where Redis is, and a client that survives a hung server
export {
  checkRedisSource,
  type RedisClientSource,
  type RedisNodesSource,
  type RedisSentinelSource,
  type RedisSource,
  type RedisUrlSource,
} from './redis-source.js';
export { openRedis, type OpenedRedis, type OpenRedisOptions } from './open-redis.js';
export { waitUntilReady } from './wait-until-ready.js';
export { redisConnection, type RedisConnectionFact } from './redis-connection.facts.js';
export { isCluster, type RedisLike } from './redis-like.js';

// The same by hand
export { createRedisClient, redisClientOptions, type RedisClientOptions } from './redis-client.js';
export {
  createRedisCluster,
  redisClusterOptions,
  type RedisClusterClientOptions,
} from './redis-cluster-client.js';
export {
  createRedisSentinelClient,
  redisSentinelOptions,
  type RedisSentinelClientOptions,
} from './redis-sentinel-client.js';
export { parseRedisUrl } from './redis-url.js';
export { closeRedisClient } from './close-redis-client.js';

// Scripts and keys
export { RedisScript } from './redis-script.js';
export { keyTag } from './key-tag.policy.js';
export { slotOf } from './key-slot.policy.js';

// Time
export { RedisClock } from './redis-clock.js';
export type { ClockOffset } from './clock-offset.policy.js';
export { UnexpectedRedisReplyError } from './time-reply.js';
export { withinDeadline, type Deadline } from './within-deadline.js';

// What a server can do
export { redisCapabilities, type RedisCapabilities } from './redis-capabilities.js';
export type { RedisFeature } from './redis-features.policy.js';
export type { RedisKind, RedisMode, RedisVersion } from './redis-info.policy.js';
