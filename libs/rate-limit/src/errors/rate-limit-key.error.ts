import { HydrogenError } from '@hydrogenai/common';

/** The function that gives a limit its key gave none. A mistake of the program: letting the call pass would hide it. */
export class RateLimitKeyError extends HydrogenError {
  /** @param received only its type is shown. */
  constructor(name: string, received: unknown) {
    const kind =
      received === '' ? 'an empty string' : received === null ? 'null' : `a value of type ${typeof received}`;
    super(
      `The key of the limit "${name}" must be a non-empty string, received ${kind}. ` +
        `Correct the function "key": an unknown caller needs a key too, e.g. 'anonymous'.`,
      { code: 'RATE_LIMIT_KEY_INVALID', details: { name } },
    );
  }
}
