import { InvalidOptionError, matching, systemClock, wholeNumber, type Clock } from '@hydrogenai/common';
import { checkRedisSource, type RedisSource } from '@hydrogenai/common/redis';
import {
  resolveCallerOptions,
  type CallerOptions,
  type ResolvedCallerOptions,
} from './caller/caller.options.js';

export interface RateLimitModuleOptions {
  /**
   * Redis for limits across processes: `{ url }` of one server or `{ nodes }` of a Cluster, for a connection of the
   * module's own; or `{ client }`, an ioredis 5 client that its owner closes. The deadline of a limit holds whatever the
   * client's options are. Default: none, buckets live in this process.
   */
  readonly redis?: RedisSource;
  /** Start of all Redis keys: 1 to 64 letters, digits and `_ . : -`. Default: `'hydrogenai:rate-limit'`. */
  readonly prefix?: string;
  /**
   * Processes that share the limits: whole, 1 to 10,000. While Redis is away each grants its share by itself.
   * Default: 1, which means that each grants the whole limit.
   */
  readonly instances?: number;
  /**
   * Buckets kept in memory at once (each about 220 bytes, and 350 more with a reservation): whole, 1 to 10,000,000. Beyond it the bucket
   * that would be full again first is forgotten. Default: 100,000.
   */
  readonly maxKeys?: number;
  /** How `by.user`, `by.tenant` and `by.ip` know who calls. Default: by authentication and the connection's address. */
  readonly caller?: CallerOptions;
  /**
   * Whether refused calls are answered where the application has no filter for them: 429 and its like on HTTP, `extensions`
   * on GraphQL, an `exception` message of a gateway, an error payload of a message handler. Default: true.
   */
  readonly errorFilter?: boolean;
  /** Source of time, for tests. Default: the system clock. Buckets on Redis follow Redis' clock. */
  readonly clock?: Clock;
}

export interface ResolvedRateLimitOptions {
  readonly redis: RedisSource | undefined;
  readonly prefix: string;
  readonly instances: number;
  readonly maxKeys: number;
  readonly caller: ResolvedCallerOptions;
  readonly errorFilter: boolean;
  readonly clock: Clock;
}

/** Hash tag braces, the digest and a colon take 46 bytes more: keys stay below 128. */
const PREFIX = /^[\w.:-]{1,64}$/;

/**
 * Fills in the defaults.
 * @throws InvalidOptionError naming the field, the accepted range and the value received (never the URL).
 */
export function resolveRateLimitOptions(options: RateLimitModuleOptions): ResolvedRateLimitOptions {
  return {
    redis: options.redis === undefined ? undefined : checkRedisSource(options.redis, 'redis'),
    prefix: matching(
      options.prefix ?? 'hydrogenai:rate-limit',
      PREFIX,
      'prefix',
      'a text of 1 to 64 letters, digits and _ . : -',
    ),
    instances: wholeNumber(options.instances ?? 1, 'instances', 1, 10_000),
    maxKeys: wholeNumber(options.maxKeys ?? 100_000, 'maxKeys', 1, 10_000_000),
    caller: resolveCallerOptions(options.caller),
    errorFilter: checkedFlag(options.errorFilter ?? true, 'errorFilter'),
    clock: options.clock ?? systemClock,
  };
}

function checkedFlag(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new InvalidOptionError({ field, accepted: 'true or false', received: value });
}
