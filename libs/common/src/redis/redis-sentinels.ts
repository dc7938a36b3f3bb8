import type { RedisOptions, SentinelAddress } from 'ioredis';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { wholeNumber } from '../options/option-checks.js';
import { parseRedisUrl } from './redis-url.js';

/** What `RedisSentinelSource` says, as JavaScript may have written it. */
export interface SentinelNames {
  readonly sentinels: readonly string[];
  readonly name: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: number | undefined;
}

const DEFAULT_PORT = 26_379;
const MASTER_NAME = /^[\w.-]{1,128}$/;
/** Redis counts databases from 0; nobody has more than its configuration may name. */
const LAST_DATABASE = 99_999;

/**
 * Connection options for the master that Sentinels name.
 * @throws InvalidOptionError naming the field; it quotes neither URLs nor passwords.
 */
export function parseSentinels(names: SentinelNames, field: string): RedisOptions {
  const { sentinels, name, username, password, database = 0 } = names;
  const urls: unknown = sentinels;
  if (!Array.isArray(urls) || urls.length === 0) {
    refuse(`${field}.sentinels`, 'one or more redis:// or rediss:// URLs of Sentinels', urls);
  }
  if (typeof name !== 'string' || !MASTER_NAME.test(name)) {
    refuse(`${field}.name`, 'the name of a master: 1 to 128 letters, digits or . _ -', name);
  }
  const parsed = sentinels.map((url, index) => ({
    url,
    ...parseRedisUrl(url, `${field}.sentinels[${index}]`),
  }));
  const [first] = parsed;
  if (first === undefined || parsed.some((other) => credentialsOf(other) !== credentialsOf(first))) {
    refuse(`${field}.sentinels`, 'URLs with the same user, the same password and the same scheme', urls);
  }
  for (const [part, value] of Object.entries({ username, password })) {
    if (value !== undefined && typeof value !== 'string') refuse(`${field}.${part}`, 'a text', value);
  }
  return {
    sentinels: parsed.map(addressOf),
    name,
    role: 'master',
    db: wholeNumber(database, `${field}.database`, 0, LAST_DATABASE),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(first.username === undefined ? {} : { sentinelUsername: first.username }),
    ...(first.password === undefined ? {} : { sentinelPassword: first.password }),
    ...(first.tls === undefined ? {} : { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }),
  };
}

function addressOf({ url, host, port }: RedisOptions & { url: string }): Partial<SentinelAddress> {
  return {
    ...(host === undefined ? {} : { host }),
    port: new URL(url).port === '' ? DEFAULT_PORT : (port ?? DEFAULT_PORT),
  };
}

function credentialsOf({ username, password, tls }: RedisOptions): string {
  return JSON.stringify([username, password, tls !== undefined]);
}

function refuse(field: string, accepted: string, received: unknown): never {
  throw new InvalidOptionError({ field, accepted, received, secret: true });
}
