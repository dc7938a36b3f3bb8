import {
  InvalidOptionError,
  matching,
  oneOf,
  parseDuration,
  wholeNumber,
  type Duration,
} from '@hydrogenai/common';
import { checkRedisSource, type RedisSource } from '@hydrogenai/common/redis';

/**
 * - `wait`: a request that no candidate has room for waits for its turn, at most `maxWaitMs`.
 * - `reject`: it fails at once.
 * - `off`: nothing is counted; a provider's 429 is reacted to.
 */
export type AdmissionMode = 'wait' | 'reject' | 'off';

/** Keeps requests within the limits of the providers, so that there is no 429 to react to. */
export interface AdmissionOptions {
  /** Default: `'wait'`. */
  readonly mode?: AdmissionMode;
  /** How long a request waits for its turn, within its own deadline; 0 to 1 h. Default: `'2s'`. */
  readonly maxWaitMs?: Duration;
  /**
   * Share of each limit that is left unused, for clocks that differ and for programs that count by themselves; 0 to 0.9.
   * Default: 0.05.
   */
  readonly headroom?: number;
  /** Redis for limits that several processes share. Default: none, each process counts for itself. */
  readonly redis?: RedisSource;
  /** Start of all Redis keys: 1 to 64 letters, digits and `_ . : -`. Default: `'hydrogenai:admission'`. */
  readonly prefix?: string;
  /**
   * Processes that share the limits: whole, 1 to 10,000. While Redis is away each grants its share by itself.
   * Default: 1, which means that each grants the whole limit.
   */
  readonly instances?: number;
  /** How long Redis may take for a decision, in whole ms, 1 to 1,000. Default: 100. */
  readonly storeDeadlineMs?: number;
}

export interface ResolvedAdmissionOptions {
  readonly mode: AdmissionMode;
  /** 0 unless the mode is `wait`. */
  readonly maxWaitMs: number;
  readonly headroom: number;
  readonly redis: RedisSource | undefined;
  readonly prefix: string;
  readonly instances: number;
  readonly storeDeadlineMs: number;
}

const PREFIX = /^[\w.:-]{1,64}$/;
const AN_HOUR = { minMs: 0, maxMs: 3_600_000 };
const MOST_HEADROOM = 0.9;

/** @throws InvalidOptionError naming the field, the accepted range and the value received (never the URL). */
export function resolveAdmissionOptions(
  options: AdmissionOptions | undefined,
  field: string,
): ResolvedAdmissionOptions {
  const { redis, prefix = 'hydrogenai:admission' } = options ?? {};
  const mode = oneOf(options?.mode ?? 'wait', ['wait', 'reject', 'off'], `${field}.mode`);
  const maxWaitMs = parseDuration(options?.maxWaitMs ?? '2s', `${field}.maxWaitMs`, AN_HOUR);
  return {
    mode,
    maxWaitMs: mode === 'wait' ? maxWaitMs : 0,
    headroom: checkedShare(options?.headroom ?? 0.05, `${field}.headroom`),
    redis: redis === undefined ? undefined : checkRedisSource(redis, `${field}.redis`),
    prefix: matching(prefix, PREFIX, `${field}.prefix`, 'a text of 1 to 64 letters, digits and _ . : -'),
    instances: wholeNumber(options?.instances ?? 1, `${field}.instances`, 1, 10_000),
    storeDeadlineMs: wholeNumber(options?.storeDeadlineMs ?? 100, `${field}.storeDeadlineMs`, 1, 1_000),
  };
}

function checkedShare(value: unknown, field: string): number {
  if (typeof value === 'number' && value >= 0 && value <= MOST_HEADROOM) return value;
  throw new InvalidOptionError({ field, accepted: `a number from 0 to ${MOST_HEADROOM}`, received: value });
}
