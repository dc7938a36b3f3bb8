/** Path of a `redis-server` that runs on this machine, fetched if need be. */
export function ensureRedisServer(): Promise<string>;
