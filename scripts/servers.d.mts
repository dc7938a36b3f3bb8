/** Path of a `redis-server` that runs on this machine, fetched if need be. */
export function ensureRedisServer(): Promise<string>;

/** Folder with a `postgres` and an `initdb` that run on this machine, fetched if need be. */
export function ensurePostgres(): Promise<string>;
