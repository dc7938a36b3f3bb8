import { HydrogenError } from '@hydrogenai/common';

/** A limit has found no key for a call. A mistake of the program: letting the call pass would hide it. */
export class RateLimitKeyError extends HydrogenError {
  /** @param received what a function gave; only its type is shown. */
  constructor(name: string, received: unknown, message = badKey(name, received)) {
    super(message, { code: 'RATE_LIMIT_KEY_INVALID', details: { name } });
  }

  /** The key is made of the caller, and nobody knows who calls. */
  static unknownCaller(name: string, kind: 'user' | 'tenant' | 'ip'): RateLimitKeyError {
    return new RateLimitKeyError(
      name,
      undefined,
      `The limit "${name}" counts by ${kind}, but this call has ${MISSING[kind]}. ` +
        `Authenticate the call first, set the options "caller" of RateLimitModule, or give a function as "key".`,
    );
  }
}

const MISSING = {
  user: 'neither a user nor an address',
  tenant: 'no tenant',
  ip: 'no address',
} as const;

function badKey(name: string, received: unknown): string {
  const kind =
    received === '' ? 'an empty string' : received === null ? 'null' : `a value of type ${typeof received}`;
  return (
    `The key of the limit "${name}" must be a non-empty string, received ${kind}. ` +
    `Correct the function "key": an unknown caller needs a key too, e.g. 'anonymous'.`
  );
}
