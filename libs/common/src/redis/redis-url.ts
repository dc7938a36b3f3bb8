import type { RedisOptions } from 'ioredis';
import { InvalidOptionError } from '../errors/invalid-option.error.js';

const DEFAULT_PORT = 6379;

/**
 * Reads a Redis URL into connection options.
 * @throws InvalidOptionError that names `REDIS_URL`'s form and never its content, which may hold a password.
 */
export function parseRedisUrl(text: string): RedisOptions {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const db = Number(url?.pathname.replace(/^\//, '') || 0);
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '' || !Number.isInteger(db) || db < 0) {
    throw new InvalidOptionError({
      field: 'redis.url',
      accepted: 'redis://[user:password@]host[:port][/database] or rediss:// for TLS',
      received: text,
      secret: true,
    });
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    db,
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}
