import { InvalidOptionError, matching, wholeNumber } from '@hydrogenai/common';
import type { RedisSource } from '@hydrogenai/common/redis';
import type { BoardSource } from './board/open-board.js';

/** Where the processes of an application share pauses, breakers, drains and switches, limits, budgets and the ledger. */
export interface SharedStateOptions {
  /** One server or a Cluster. While it is lost, every process goes on with what it knows. */
  readonly redis: RedisSource;
  /** Processes with the same prefix share; applications with other providers need another. Default: `'ai'`. */
  readonly prefix?: string;
  /**
   * Processes that share: whole, 1 to 10,000. While Redis is lost each grants its share of limits and budgets. Default: 1,
   * which means that each grants the whole.
   */
  readonly instances?: number;
}

/** The same, checked. */
export interface SharedState extends BoardSource {
  readonly instances: number;
}

/** @throws InvalidOptionError naming the field. What is in `redis` is checked where it is opened. */
export function resolveSharedStateOptions(
  options: SharedStateOptions | undefined,
  field: string,
): SharedState | undefined {
  if (options === undefined) return undefined;
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || options.redis === undefined) {
    throw new InvalidOptionError({
      field,
      accepted: 'an object with redis: { url }, { nodes } or { client }',
      received: options,
      secret: true,
    });
  }
  return {
    redis: options.redis,
    instances: wholeNumber(options.instances ?? 1, `${field}.instances`, 1, 10_000),
    prefix: matching(options.prefix ?? 'ai', /^[^{}]{1,100}$/, `${field}.prefix`, 'a text without { and }'),
  };
}
