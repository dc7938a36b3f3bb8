import type { RedisOptions } from 'ioredis';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import type { RedisLike } from './redis-like.js';
import { parseSentinels } from './redis-sentinels.js';
import { parseRedisUrl } from './redis-url.js';

/** One server; the client is made and closed here. */
export interface RedisUrlSource {
  /** `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS. Never shown in an error. */
  readonly url: string;
  readonly nodes?: never;
  readonly sentinels?: never;
  readonly client?: never;
}

/** A Redis Cluster; the client is made and closed here. */
export interface RedisNodesSource {
  /**
   * URLs of some of its nodes, which tell the others. User, password and TLS are the same in all and hold for every node;
   * a Cluster has only database 0. Never shown in an error.
   */
  readonly nodes: readonly string[];
  readonly url?: never;
  readonly sentinels?: never;
  readonly client?: never;
}

/** The master that Redis Sentinels name; the client is made and closed here and follows it to another server. */
export interface RedisSentinelSource {
  /**
   * URLs of the Sentinels, port 26379 unless they say otherwise. User and password in them are for the Sentinels and the
   * same in all; `rediss://` means TLS to the Sentinels and to the servers. Never shown in an error.
   */
  readonly sentinels: readonly string[];
  /** What the Sentinels call the master. */
  readonly name: string;
  /** For the servers, if they ask for it. Never shown in an error. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Number of the database. Default: 0. */
  readonly database?: number | undefined;
  readonly url?: never;
  readonly nodes?: never;
  readonly client?: never;
}

/** A client of yours, left open. */
export interface RedisClientSource<Client extends RedisLike = RedisLike> {
  readonly client: Client;
  readonly url?: never;
  readonly nodes?: never;
  readonly sentinels?: never;
}

/** Where Redis is: exactly one of `url`, `nodes`, `sentinels` and `client`. */
export type RedisSource = RedisUrlSource | RedisNodesSource | RedisSentinelSource | RedisClientSource;

const KINDS = ['url', 'nodes', 'sentinels', 'client'] as const;

/**
 * Checks what JavaScript or a configuration may have given.
 * @throws InvalidOptionError naming the field; it quotes neither URLs nor passwords.
 */
export function checkRedisSource(source: RedisSource, field: string): RedisSource {
  const given: unknown = source;
  const names = isRecord(given) ? KINDS.filter((name) => given[name] !== undefined) : [];
  if (names.length !== 1) {
    refuse(field, 'exactly one of { url }, { nodes }, { sentinels, name } and { client }', given);
  }
  if (source.url !== undefined) parseRedisUrl(source.url, `${field}.url`);
  else if (source.nodes !== undefined) parseSeeds(source.nodes, `${field}.nodes`);
  else if (source.sentinels !== undefined) parseSentinels(source, field);
  else if (!isClient(source.client)) refuse(`${field}.client`, 'a client of ioredis', source.client);
  return source;
}

/**
 * Reads the URLs of a Cluster's nodes.
 * @throws InvalidOptionError
 */
export function parseSeeds(
  urls: readonly string[],
  field: string,
): readonly [RedisOptions, ...RedisOptions[]] {
  const accepted = 'one or more redis:// or rediss:// URLs of nodes of one Cluster';
  if (!Array.isArray(urls)) refuse(field, accepted, urls);
  const [first, ...others] = urls.map((url, index) => parseRedisUrl(url, `${field}[${index}]`));
  if (first === undefined) refuse(field, accepted, urls);
  const seeds = [first, ...others] as const;
  if (seeds.some(({ db }) => db !== 0)) {
    refuse(field, 'URLs without a database, since a Cluster has only number 0', urls);
  }
  if (others.some((other) => credentialsOf(other) !== credentialsOf(first))) {
    refuse(field, 'URLs with the same user, the same password and the same scheme', urls);
  }
  return seeds;
}

function credentialsOf({ username, password, tls }: RedisOptions): string {
  return JSON.stringify([username, password, tls !== undefined]);
}

function isClient(client: unknown): boolean {
  return isRecord(client) && typeof client['evalsha'] === 'function';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function refuse(field: string, accepted: string, received: unknown): never {
  throw new InvalidOptionError({ field, accepted, received, secret: true });
}
