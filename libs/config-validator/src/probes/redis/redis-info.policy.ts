import type { SettingFacts } from '../../performance/setting-name.js';

export interface RedisInfo {
  readonly facts: SettingFacts;
  /** True: a replica that refuses writes. */
  readonly readOnlyReplica: boolean;
  /** True: a node of a Cluster. */
  readonly clustered: boolean;
}

/** What an answer to INFO tells; a server that refuses the command says an empty text, and nothing is known. */
export function readRedisInfo(info: string): RedisInfo {
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const number = (text: string | undefined): number | undefined =>
    text !== undefined && /^\d{1,15}/.test(text) ? Number.parseInt(text, 10) : undefined;
  const maxMemory = number(field('maxmemory'));
  const policy = field('maxmemory_policy');
  // Valkey calls itself Redis 7.2.4 for ever, and is maintained.
  const version = field('valkey_version') === undefined ? number(field('redis_version')) : undefined;
  return {
    facts: {
      ...(maxMemory === undefined ? {} : { 'redis.maxMemoryBytes': maxMemory }),
      ...(policy === undefined ? {} : { 'redis.evictionPolicy': policy }),
      ...(version === undefined ? {} : { 'redis.version': version }),
    },
    readOnlyReplica: field('role') === 'slave' && field('slave_read_only') === '1',
    clustered: field('cluster_enabled') === '1',
  };
}
