import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { ResolvedAiCacheOptions } from '../ai-cache.options.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import { LocalLog } from '../invalidation/local.log.js';
import { RedisLog } from '../invalidation/redis.log.js';
import { MemoryStore } from '../memory/memory.store.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { RedisStore } from '../redis/redis.store.js';
import { TextRecordCodec } from '../redis/text-record.codec.js';
import { CacheStatistics } from '../stats/cache-statistics.js';
import { CacheEngine } from './cache.engine.js';

/** Longest wait at shutdown for writes that are under way, in ms. */
const DRAIN_MS = 500;
/** Nobody waits for a write, so it may take longer than a read; in ms. */
const WRITE_DEADLINE_MS = 1_000;
/** Longest computation whose result is stored: for so long an invalidation is remembered beyond the longest lifetime, in ms. */
const LONGEST_COMPUTATION_MS = 3_600_000;

/** Builds the tiers of one application from its options, opens them at start and closes them at the end. */
export class CacheTiers implements OnModuleInit, OnApplicationShutdown {
  readonly memory: MemoryStore;
  readonly connection: RedisConnection | undefined;
  readonly redis: RedisStore | undefined;
  readonly log: InvalidationLog;
  readonly statistics = new CacheStatistics();
  readonly engine: CacheEngine;

  constructor(readonly options: ResolvedAiCacheOptions) {
    const { clock, l2, maxBytes, maxTtlMs, ttlMs, leaseMs } = options;
    this.memory = new MemoryStore(maxBytes, clock);
    this.connection = l2 && new RedisConnection(l2);
    this.log = this.connection ? redisLog(this.connection, options) : new LocalLog();
    this.redis = this.connection && redisStore(this.connection, options, this.log);
    const { memory, redis, log, statistics } = this;
    this.engine = new CacheEngine({
      memory,
      redis,
      log,
      statistics,
      defaultTtlMs: ttlMs,
      maxTtlMs,
      graceMs: leaseMs,
    });
  }

  async onModuleInit(): Promise<void> {
    await this.connection?.open();
    await this.log.open();
  }

  /** Last of Nest's hooks, so that others may still use the cache while they shut down. */
  async onApplicationShutdown(): Promise<void> {
    await this.redis?.drain(DRAIN_MS);
    this.log.close();
    this.connection?.close();
  }
}

function redisLog({ client, guard }: RedisConnection, options: ResolvedAiCacheOptions): RedisLog {
  const { prefix, l2DeadlineMs, leaseMs, maxTtlMs } = options;
  return new RedisLog({
    client,
    calls: guard,
    prefix,
    leaseMs,
    deadlineMs: l2DeadlineMs,
    writeDeadlineMs: Math.max(l2DeadlineMs, WRITE_DEADLINE_MS),
    retentionMs: maxTtlMs + LONGEST_COMPUTATION_MS,
  });
}

function redisStore(
  { guard }: RedisConnection,
  { prefix, l2DeadlineMs: deadlineMs, clock }: ResolvedAiCacheOptions,
  log: InvalidationLog,
): RedisStore {
  return new RedisStore(guard, { prefix, deadlineMs, clock, codec: new TextRecordCodec(), log });
}
