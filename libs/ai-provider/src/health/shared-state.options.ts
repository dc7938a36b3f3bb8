import { InvalidOptionError, matching } from '@hydrogenai/common';
import type { RedisSource } from '@hydrogenai/common/redis';
import type { BoardSource } from './board/open-board.js';

/** Where the processes of an application share what they know of their providers. Needs the package ioredis. */
export interface SharedStateOptions {
  /** One server or a Cluster. While it is lost, every process goes on with what it knows. */
  readonly redis: RedisSource;
  /** Processes with the same prefix share; applications with other providers need another. Default: `'ai'`. */
  readonly prefix?: string;
}

/** @throws InvalidOptionError naming the field. What is in `redis` is checked where it is opened. */
export function resolveSharedStateOptions(
  options: SharedStateOptions | undefined,
  field: string,
): BoardSource | undefined {
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
    prefix: matching(options.prefix ?? 'ai', /^[^{}]{1,100}$/, `${field}.prefix`, 'a text without { and }'),
  };
}
