import type { AiCacheOptions } from '@hydrogenai/ai-cache';
import { SqliteKeyvStore } from '@hydrogenai/ai-cache/sqlite';
import type { OutputFilter } from '@hydrogenai/security';
import { Keyv } from 'keyv';
import { keyList } from '../access/key-list.policy.js';
import type { DemoEnvironment } from '../config/demo.environment.js';

type CacheEnvironment = Pick<DemoEnvironment, 'redisUrl' | 'cacheTtlMs' | 'cacheKeys' | 'cacheFile'>;

/** Answers in memory; with Redis also there, and with a file behind it; encrypted outside of the process with keys. */
export function aiCacheOptions(
  { redisUrl, cacheTtlMs, cacheKeys, cacheFile }: CacheEnvironment,
  filter: OutputFilter,
): AiCacheOptions {
  return {
    ttl: cacheTtlMs,
    filter,
    ...(redisUrl === undefined ? {} : { l2: { url: redisUrl.reveal() } }),
    ...(redisUrl === undefined || cacheFile === undefined
      ? {}
      : { l3: { keyv: new Keyv({ store: new SqliteKeyvStore({ file: cacheFile }) }) } }),
    ...(cacheKeys === undefined ? {} : { encryption: { keys: keyList(cacheKeys.reveal()) } }),
  };
}
