import type { RedisIdentity, RedisKind, RedisVersion } from './redis-info.policy.js';

export type RedisFeature =
  'expireNx' | 'functions' | 'hashFieldExpiry' | 'setIfEqual' | 'setNxGet' | 'shardedPubSub';

/**
 * The first release of each kind that has a feature. Redis: "since" and "history" of the command's page at
 * https://redis.io/docs/latest/commands/. Valkey began as Redis 7.2.4
 * (https://github.com/valkey-io/valkey/releases/tag/7.2.4-rc1), later ones are in https://valkey.io/commands/hexpire and
 * https://valkey.io/download/8.1/. Where no page says it, there is no entry.
 */
const SINCE: Readonly<Record<RedisFeature, Partial<Record<RedisKind, RedisVersion>>>> = {
  /** EXPIRE with NX, XX, GT, LT. */
  expireNx: { redis: [7, 0, 0], valkey: [7, 2, 4] },
  /** FUNCTION LOAD, FCALL. */
  functions: { redis: [7, 0, 0], valkey: [7, 2, 4] },
  /** HEXPIRE. */
  hashFieldExpiry: { redis: [7, 4, 0], valkey: [9, 0, 0] },
  /** SET with IFEQ. */
  setIfEqual: { redis: [8, 4, 0], valkey: [8, 1, 0] },
  /** SET with NX and GET together. */
  setNxGet: { redis: [7, 0, 0], valkey: [7, 2, 4] },
  /** SPUBLISH, SSUBSCRIBE. */
  shardedPubSub: { redis: [7, 0, 0], valkey: [7, 2, 4] },
};

/** Whether a server has a feature; `undefined` where its kind, its version or the feature's history is not known. */
export function hasFeature(
  { kind, version }: Pick<RedisIdentity, 'kind' | 'version'>,
  feature: RedisFeature,
): boolean | undefined {
  const since = SINCE[feature][kind];
  return since && version && !isBefore(version, since);
}

function isBefore(version: RedisVersion, other: RedisVersion): boolean {
  const differs = version.findIndex((part, index) => part !== other[index]);
  return differs !== -1 && (version[differs] ?? 0) < (other[differs] ?? 0);
}
