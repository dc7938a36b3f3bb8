import type { RedisOptions } from 'ioredis';
import { InvalidOptionError } from '../errors/invalid-option.error.js';

const DEFAULT_PORT = 6379;
const DATABASE_PATH = /^(?:\/(?<database>\d{0,5}))?$/;

/**
 * Reads a Redis URL into connection options.
 * @throws InvalidOptionError that names the field and the form, and never the content, which may hold a password.
 */
export function parseRedisUrl(text: string, field = 'redis.url'): RedisOptions {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const path = DATABASE_PATH.exec(url?.pathname ?? '');
  const username = decoded(url?.username ?? '');
  const password = decoded(url?.password ?? '');
  if (
    !url ||
    !path ||
    !/^rediss?:$/.test(url.protocol) ||
    url.hostname === '' ||
    url.port === '0' ||
    username === undefined ||
    password === undefined
  ) {
    throw new InvalidOptionError({
      field,
      accepted:
        'redis://[user:password@]host[:port][/database] or rediss:// for TLS, with %XX for special characters',
      received: text,
      secret: true,
    });
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORT : Number(url.port),
    db: Number(path.groups?.['database'] ?? 0),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

/** Undoes percent encoding; `undefined` for a text that was not encoded, such as a password with a bare `%`. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
