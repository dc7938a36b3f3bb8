import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from './invalid-option.error.js';
import { HydrogenError } from './hydrogen.error.js';
import { toPublicError } from './public-error.js';

class LimitedError extends HydrogenError {
  constructor() {
    super('Too many.', {
      code: 'LIMITED',
      httpStatus: 429,
      retryable: true,
      retryAfterMs: 1_500,
      cause: new Error('canary'),
    });
  }
}

describe('toPublicError', () => {
  it('shows what one of our errors says of itself', () => {
    expect(toPublicError(new LimitedError(), 'id-1')).toEqual({
      code: 'LIMITED',
      message: 'Too many.',
      correlationId: 'id-1',
      retryable: true,
      retryAfterMs: 1_500,
    });
    const invalid = new InvalidOptionError({ field: 'a', accepted: 'b', received: 1 });
    expect(toPublicError(invalid, 'id-2')).toEqual({
      code: 'INVALID_OPTION',
      message: invalid.message,
      correlationId: 'id-2',
      retryable: false,
      details: { field: 'a', accepted: 'b' },
    });
  });

  it.each([[new Error('canary')], ['canary'], [{ code: 'canary', message: 'canary' }], [undefined]])(
    'says nothing of a foreign error: %s',
    (error) => {
      expect(toPublicError(error, 'id-3')).toEqual({
        code: 'INTERNAL_ERROR',
        message: 'The request failed for a reason that was logged under this correlation id.',
        correlationId: 'id-3',
        retryable: false,
      });
    },
  );
});
