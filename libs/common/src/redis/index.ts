// Connections that survive a hung server
export {
  createRedisClient,
  redisClientOptions,
  redisConnection,
  type RedisClientOptions,
  type RedisConnectionFact,
} from './redis-client.js';
export { parseRedisUrl } from './redis-url.js';
export { waitUntilReady } from './wait-until-ready.js';

// Scripts
export { RedisScript } from './redis-script.js';
