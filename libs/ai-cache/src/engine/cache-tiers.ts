import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { ResolvedAiCacheOptions } from '../ai-cache.options.js';
import { CacheAddress } from '../entry/cache-address.js';
import { keyText, type Place } from '../entry/cache-key.policy.js';
import type { CacheRequest } from '../entry/cache-request.js';
import { Gatekeeper } from '../filter/gatekeeper.js';
import { FleetFlight } from '../flight/fleet-flight.js';
import { FleetSignals } from '../flight/fleet-signals.js';
import { FreshnessExecutor } from '../freshness/freshness.executor.js';
import { FleetStreams } from '../flight/stream/fleet-streams.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import { LocalLog } from '../invalidation/local.log.js';
import { RedisLog } from '../invalidation/redis.log.js';
import { KeyvSlowStore } from '../l3/keyv.slow-store.js';
import { L3Store } from '../l3/l3.store.js';
import { MemoryStore } from '../memory/memory.store.js';
import { RecordCodec } from '../record/record.codec.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { RedisStore } from '../redis/redis.store.js';
import { CacheStatistics } from '../stats/cache-statistics.js';
import { CacheEngine } from './cache.engine.js';
import { Computer } from './computer.js';
import { Keeper } from './keeper.js';
import { LiveFleet } from './live-fleet.js';
import { Reader } from './reader.js';
import { Streamer } from './streamer.js';

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
  readonly l3: L3Store | undefined;
  readonly log: InvalidationLog;
  readonly statistics = new CacheStatistics();
  readonly engine: CacheEngine;
  readonly streamer: Streamer;
  private readonly freshness: FreshnessExecutor;
  private readonly signals: FleetSignals | undefined;
  private readonly streams: FleetStreams | undefined;

  constructor(readonly options: ResolvedAiCacheOptions) {
    const { clock, l2, l3, keyring, maxBytes, maxTtlMs, ttlMs, leaseMs, freshness } = options;
    const codec = new RecordCodec(keyring, clock);
    this.memory = new MemoryStore(maxBytes, clock);
    this.connection = l2 && new RedisConnection(l2);
    this.log = this.connection ? redisLog(this.connection, options) : new LocalLog();
    this.redis = this.connection && redisStore(this.connection, options, codec, this.log);
    this.l3 = l3 && new L3Store(new KeyvSlowStore(l3.keyv), codec, clock, l3);
    this.signals = this.connection && new FleetSignals(this.connection.subscriber);
    this.freshness = new FreshnessExecutor({ clock });
    const { memory, redis, log, statistics } = this;
    const tiers = { memory, redis, l3: this.l3, log, statistics, clock };
    const keeper = new Keeper(tiers);
    const reader = new Reader(tiers);
    const gatekeeper = new Gatekeeper(options.filter);
    // What runs has not been seen whole by the filter, so it stays in this process.
    this.streams = this.connection && !options.filter ? fleetStreams(this.connection, options) : undefined;
    const { streams } = this;
    const liveFleet = streams && redis && new LiveFleet({ streams, redis, log, keyring });
    const fleet = this.connection && this.signals && fleetFlight(this.connection, this.signals, options);
    this.engine = new CacheEngine({
      ...tiers,
      keeper,
      reader,
      computer: new Computer({ ...tiers, fleet, liveFleet, keeper, reader, gatekeeper, graceMs: leaseMs }),
      freshness: this.freshness,
      defaultTtlMs: ttlMs,
      maxTtlMs,
      defaultFreshness: freshness,
    });
    this.streamer = new Streamer(this.engine, clock);
  }

  /**
   * The place of a request's answer for the tenant and the roles of the running request.
   * @throws NotCanonicalError for a key without canonical form, InvalidOptionError for what is no tenant or no roles
   */
  place({ namespace, key }: Pick<CacheRequest, 'namespace' | 'key'>): Place {
    const { tenant, audience } = this.options.visibility.current(namespace);
    return { tenant, audience, namespace, key: keyText(key), structured: typeof key !== 'string' };
  }

  /** @throws InvalidOptionError for a namespace that is not accepted */
  address(place: Place): CacheAddress {
    return new CacheAddress(place, this.options.naming);
  }

  async onModuleInit(): Promise<void> {
    await this.connection?.open();
    await this.log.open();
    await this.l3?.open();
  }

  /** Last of Nest's hooks, so that others may still use the cache while they shut down. */
  async onApplicationShutdown(): Promise<void> {
    this.freshness.close();
    await this.redis?.drain(DRAIN_MS);
    await this.l3?.close(DRAIN_MS);
    this.streams?.close();
    this.signals?.close();
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
  codec: RecordCodec,
  log: InvalidationLog,
): RedisStore {
  return new RedisStore(guard, { prefix, deadlineMs, clock, codec, log });
}

function fleetFlight(
  { guard }: RedisConnection,
  signals: FleetSignals,
  { l2DeadlineMs, clock, waitForOthersMs }: ResolvedAiCacheOptions,
): FleetFlight {
  return new FleetFlight({ call: (call) => guard.run(l2DeadlineMs, call), signals, clock, waitForOthersMs });
}

function fleetStreams(
  connection: RedisConnection,
  { l2DeadlineMs: deadlineMs, clock }: ResolvedAiCacheOptions,
): FleetStreams {
  const { guard } = connection;
  return new FleetStreams({
    call: (call) => guard.run(deadlineMs, call),
    connect: () => connection.connectReader(),
    clock,
    deadlineMs,
  });
}
