import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { ResolvedAiCacheOptions } from '../ai-cache.options.js';
import { MemoryStore } from '../memory/memory.store.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { RedisStore } from '../redis/redis.store.js';
import { CacheStatistics } from '../stats/cache-statistics.js';
import { CacheEngine } from './cache.engine.js';

/** Longest wait at shutdown for writes that are under way, in ms. */
const DRAIN_MS = 500;

/** Builds the tiers of one application from its options, opens them at start and closes them at the end. */
export class CacheTiers implements OnModuleInit, OnApplicationShutdown {
  readonly memory: MemoryStore;
  readonly connection: RedisConnection | undefined;
  readonly redis: RedisStore | undefined;
  readonly statistics = new CacheStatistics();
  readonly engine: CacheEngine;

  constructor(readonly options: ResolvedAiCacheOptions) {
    const { clock, l2, l2DeadlineMs, maxBytes, prefix, ttlMs } = options;
    this.memory = new MemoryStore(maxBytes, clock);
    this.connection = l2 && new RedisConnection(l2);
    this.redis =
      this.connection && new RedisStore(this.connection.guard, { prefix, deadlineMs: l2DeadlineMs, clock });
    const { memory, redis, statistics } = this;
    this.engine = new CacheEngine({ memory, redis, statistics, clock, defaultTtlMs: ttlMs });
  }

  async onModuleInit(): Promise<void> {
    await this.connection?.open();
  }

  /** Last of Nest's hooks, so that others may still use the cache while they shut down. */
  async onApplicationShutdown(): Promise<void> {
    await this.redis?.drain(DRAIN_MS);
    this.connection?.close();
  }
}
