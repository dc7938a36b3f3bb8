import { UnexpectedRedisReplyError } from '@hydrogenai/common/redis';
import type { StoreUnavailable } from '../stores/rate-limit.store.js';
import { errorWord } from './redis-replies.js';

export const TIMED_OUT: StoreUnavailable = { kind: 'unavailable', reason: 'timeout' };

/** Errors of programs, not of servers. */
const BUGS = [TypeError, RangeError, ReferenceError, SyntaxError];

/**
 * Reads an error of ioredis.
 * @throws the error itself when it is not one of a server or connection, but a bug.
 */
export function readRedisFailure(error: unknown): StoreUnavailable {
  if (!(error instanceof Error) || BUGS.some((bug) => error instanceof bug)) throw error;
  if (error instanceof UnexpectedRedisReplyError) {
    return { kind: 'unavailable', reason: 'refused', code: 'UNEXPECTED' };
  }
  if (error.name === 'ReplyError') {
    const code = errorWord(error.message);
    return { kind: 'unavailable', reason: 'refused', ...(code === undefined ? {} : { code }) };
  }
  // The words of ioredis' `commandTimeout` (built/Command.js); it gives this error no name or code of its own.
  if (error.message === 'Command timed out') return TIMED_OUT;
  return { kind: 'unavailable', reason: 'disconnected' };
}
