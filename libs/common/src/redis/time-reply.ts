import { HydrogenError } from '../errors/hydrogen.error.js';

const US_PER_S = 1_000_000;

/**
 * Reads the answer of TIME, seconds and microseconds, as microseconds since 1970. Clients may give numbers as strings.
 * @throws UnexpectedRedisReplyError
 */
export function readTimeReply(reply: unknown): number {
  if (!Array.isArray(reply)) throw new UnexpectedRedisReplyError('TIME');
  const [seconds, microseconds] = reply;
  return whole(seconds) * US_PER_S + whole(microseconds);
}

/** Redis answered in a form that cannot be read: it is no Redis, or something in between changes its answers. */
export class UnexpectedRedisReplyError extends HydrogenError {
  constructor(command: string) {
    super(
      `Redis gave an answer to ${command} that cannot be read. Check what stands between this service and Redis.`,
      { code: 'REDIS_UNEXPECTED_REPLY' },
    );
  }
}

function whole(value: unknown): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
    throw new UnexpectedRedisReplyError('TIME');
  }
  return number;
}
