import { UnexpectedRedisReplyError } from '@hydrogenai/common/redis';
import type { Stamp } from './stamp.js';

/** The log as Redis told it. */
export interface Reading {
  readonly stamp: Stamp;
  /** Invalidations up to here have been dropped from the log. */
  readonly floor: number;
  /** The last invalidation of the names that were asked for. */
  readonly newest: number;
}

/** @throws UnexpectedRedisReplyError */
export function readReading(reply: unknown): Reading {
  const stamp = readStamp(reply);
  const [, , floor, ...versions] = numbersOf(reply);
  return { stamp, floor: floor ?? Number.NaN, newest: Math.max(0, ...versions) };
}

/** @throws UnexpectedRedisReplyError */
export function readStamp(reply: unknown): Stamp {
  const [life, n] = numbersOf(reply);
  if (life === undefined || n === undefined) throw new UnexpectedRedisReplyError('of the invalidation log');
  return { life: String(life), n };
}

function numbersOf(reply: unknown): number[] {
  const numbers = Array.isArray(reply) ? reply.map(Number) : [];
  if (numbers.length >= 2 && numbers.every(Number.isSafeInteger)) return numbers;
  throw new UnexpectedRedisReplyError('of the invalidation log');
}
