import {
  InvalidOptionError,
  parseDuration,
  systemClock,
  type Clock,
  type Duration,
} from '@hydrogenai/common';
import {
  resolveFreshness,
  type FreshnessOptions,
  type ModuleFreshness,
} from './freshness/freshness.options.js';
import { checkRedisSource, type RedisSource } from '@hydrogenai/common/redis';
import { resolveEncryption, type EncryptionOptions } from './encryption/encryption.options.js';
import { Keyring } from './encryption/keyring.js';
import type { Naming } from './entry/cache-address.js';
import { VisibilityReader, type RolesOf, type TenantOf } from './entry/visibility.js';
import { checkFilter, type StoreFilter } from './filter/store-filter.js';
import { resolveL3, type L3Options, type ResolvedL3 } from './l3/l3.options.js';

export interface AiCacheOptions {
  /** The memory of this process. */
  readonly l1?:
    | {
        /**
         * Bound in bytes, 64 KiB to 64 GiB: JSON texts, keys and 1 KiB for each entry. The heap holds about as much
         * (0.8 to 1.3 times, measured). An answer of more than a quarter of it is not kept in memory. `CACHE_MANAGER`
         * without Redis has a memory of its own of this size. Default: 64 MiB.
         */
        readonly maxBytes?: number | undefined;
      }
    | undefined;
  /**
   * Redis, shared by all processes: one server, a Cluster, or the master that Sentinels name, then the client is made and
   * closed here; or a client of yours, left open. Default: none.
   */
  readonly l2?: RedisSource | undefined;
  /**
   * Longest wait for a read from Redis, 1 to 10,000 ms; then it counts as a miss. Default: 40, so that Redis in trouble
   * costs a call less than 50.
   */
  readonly l2DeadlineMs?: number | undefined;
  /** A database behind Redis, for what is worth keeping longer. Not without `l2`, which knows what was invalidated. Default: none. */
  readonly l3?: L3Options | undefined;
  /** Encrypts what leaves the process. Default: none. */
  readonly encryption?: EncryptionOptions | undefined;
  /**
   * The tenant whose answers a request may see: undefined or 1 to 256 characters, part of every key.
   * Default: `context.tenant`.
   */
  readonly tenant?: TenantOf | undefined;
  /**
   * The roles that answers depend on: part of every key as a set, so that nobody gets an answer made for other roles.
   * Undefined for a namespace whose answers are the same for all roles. Default: `context.roles`.
   */
  readonly roles?: RolesOf | undefined;
  /**
   * Looks at every answer before it is stored; what it finds fault with is handed out and not kept. Default: none.
   */
  readonly filter?: StoreFilter | undefined;
  /** First part of every key in Redis: 1 to 64 letters, digits or `. _ -`. Default: `hydrogenai`. */
  readonly prefix?: string | undefined;
  /** Lifetime of answers that are stored without one, 1 ms to `maxTtl`. Default: `'10m'`. */
  readonly ttl?: Duration | undefined;
  /**
   * Longest lifetime of any answer, 1 ms to 365 days. Redis remembers an invalidation for as long. The same in all
   * processes. Default: `'30d'`, or `ttl` where that is longer.
   */
  readonly maxTtl?: Duration | undefined;
  /**
   * How long a process may answer from its memory without having heard from Redis, 100 ms to 1 min, and so the longest
   * that an invalidation waits for one that does not answer. The same in all processes. Default: `'1s'`.
   */
  readonly lease?: Duration | undefined;
  /** What holds for requests that say nothing else: stale answers, timeouts, jitter. Default: none of it. */
  readonly freshness?: FreshnessOptions | undefined;
  /**
   * How long a process waits for the computation of another one, 1 ms to 1 h; then it computes as well. Only with `l2`.
   * Default: `'30s'`.
   */
  readonly waitForOthers?: Duration | undefined;
  /** Source of time for ages and lifetimes. Default: the system clock. */
  readonly clock?: Clock | undefined;
}

export interface ResolvedAiCacheOptions {
  readonly maxBytes: number;
  readonly l2: RedisSource | undefined;
  readonly l2DeadlineMs: number;
  readonly l3: ResolvedL3 | undefined;
  readonly keyring: Keyring | undefined;
  readonly prefix: string;
  readonly ttlMs: number;
  readonly maxTtlMs: number;
  readonly leaseMs: number;
  readonly freshness: ModuleFreshness;
  readonly waitForOthersMs: number;
  readonly visibility: VisibilityReader;
  readonly filter: StoreFilter | undefined;
  /** How entries are named in the stores. */
  readonly naming: Naming;
  readonly clock: Clock;
}

const KiB = 1024;
const DEFAULT_MAX_BYTES = 64 * KiB * KiB;
const LEAST_BYTES = 64 * KiB;
const MOST_BYTES = 64 * KiB * KiB * KiB;
const LONGEST_DEADLINE_MS = 10_000;
const LIFETIME = { minMs: 1 } as const;
const WAIT = { minMs: 1, maxMs: 3_600_000 } as const;
const LEASE = { minMs: 100, maxMs: 60_000 } as const;
const DEFAULT_TTL_MS = 600_000;
const DEFAULT_MAX_TTL_MS = 30 * 86_400_000;
const PREFIX = /^[A-Za-z0-9._-]{1,64}$/;

/** @throws InvalidOptionError naming the field. */
export function resolveAiCacheOptions(options: AiCacheOptions = {}): ResolvedAiCacheOptions {
  const { prefix = 'hydrogenai', l2DeadlineMs = 40, clock = systemClock, freshness = {}, filter } = options;
  const { tenant = ({ tenant }) => tenant, roles = ({ roles }) => roles } = options;
  const { maxBytes = DEFAULT_MAX_BYTES } = options.l1 ?? {};
  check(
    isWhole(maxBytes, LEAST_BYTES, MOST_BYTES),
    'l1.maxBytes',
    `a whole number of bytes from ${LEAST_BYTES} to ${MOST_BYTES}`,
    maxBytes,
  );
  check(
    isWhole(l2DeadlineMs, 1, LONGEST_DEADLINE_MS),
    'l2DeadlineMs',
    `whole milliseconds from 1 to ${LONGEST_DEADLINE_MS}`,
    l2DeadlineMs,
  );
  check(typeof tenant === 'function', 'tenant', 'a function of the request context', tenant);
  check(typeof roles === 'function', 'roles', 'a function of the request context', roles);
  checkFilter(filter);
  check(PREFIX.test(prefix), 'prefix', '1 to 64 letters, digits or . _ -', prefix);
  if (options.l2 !== undefined) checkRedisSource(options.l2, 'l2');
  const maxTtlMs =
    options.maxTtl === undefined ? undefined : parseDuration(options.maxTtl, 'maxTtl', LIFETIME);
  const ttlMs = parseDuration(
    options.ttl ?? DEFAULT_TTL_MS,
    'ttl',
    maxTtlMs === undefined ? LIFETIME : { ...LIFETIME, maxMs: maxTtlMs },
  );
  if (options.l3 !== undefined && options.l2 === undefined) {
    throw new InvalidOptionError({
      field: 'l3',
      accepted:
        'a third tier only beside l2: Redis knows what was invalidated, also before this process started',
      received: options.l3,
      secret: true,
    });
  }
  const keyring = options.encryption && new Keyring(resolveEncryption(options.encryption));
  const leaseMs = parseDuration(options.lease ?? '1s', 'lease', LEASE);
  return {
    maxBytes,
    l2: options.l2,
    l2DeadlineMs,
    l3: options.l3 && resolveL3(options.l3),
    keyring,
    visibility: new VisibilityReader(tenant, roles),
    filter,
    naming: { nameOf: keyring && ((identity) => keyring.nameOf(identity)), rules: filter?.version },
    prefix,
    ttlMs,
    maxTtlMs: maxTtlMs ?? Math.max(ttlMs, DEFAULT_MAX_TTL_MS),
    leaseMs,
    freshness: { given: freshness, resolved: resolveFreshness(freshness, 'freshness.') },
    waitForOthersMs: parseDuration(options.waitForOthers ?? '30s', 'waitForOthers', WAIT),
    clock,
  };
}

function check(accepted: boolean, field: string, range: string, received: unknown): void {
  if (!accepted) throw new InvalidOptionError({ field, accepted: range, received });
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
