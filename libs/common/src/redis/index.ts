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
export { closeRedisClient } from './close-redis-client.js';
export { withinDeadline, type Deadline } from './within-deadline.js';

// Scripts
export { RedisScript } from './redis-script.js';
