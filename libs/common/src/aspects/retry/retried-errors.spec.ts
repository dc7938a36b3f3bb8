import { describe, expect, it } from 'vitest';
import { HydrogenError } from '../../errors/hydrogen.error.js';
import { giveUpCount, markRetriedInside, retryAfterMsOf, wasRetriedInside } from './retried-errors.js';

class Busy extends HydrogenError {
  constructor(retryAfterMs?: number, cause?: unknown) {
    super('busy', { code: 'BUSY', retryable: true, retryAfterMs, cause });
  }
}

describe('an error that was given up on', () => {
  it('counts for every attempt that began before, also through a wrapper, and for none that began after', () => {
    const before = giveUpCount();
    const error = new Error('x');
    markRetriedInside(error);
    expect(wasRetriedInside(error, before)).toBe(true);
    expect(wasRetriedInside(new Error('outer', { cause: error }), before)).toBe(true);
    expect(wasRetriedInside(error, giveUpCount())).toBe(false);
    expect(wasRetriedInside(new Error('another'), before)).toBe(false);
  });

  it('may be anything that can be thrown', () => {
    for (const thrown of ['text', null, undefined, 7, Symbol('x')]) {
      const before = giveUpCount();
      markRetriedInside(thrown);
      expect(wasRetriedInside(thrown, before)).toBe(false);
      expect(giveUpCount()).toBe(before);
    }
    const frozen = Object.freeze(new Error('frozen'));
    const before = giveUpCount();
    markRetriedInside(frozen);
    expect(wasRetriedInside(frozen, before)).toBe(true);
  });

  it('ends the search in a cycle of causes', () => {
    const error: Error & { cause?: unknown } = new Error('endless');
    error.cause = error;
    expect(wasRetriedInside(error, giveUpCount())).toBe(false);
  });
});

describe('retryAfterMsOf', () => {
  it.each([
    [new Busy(500), 500],
    [new Busy(0), 0],
    [new Busy(), undefined],
    [new Error('outer', { cause: new Busy(700) }), 700],
    [new Busy(1, new Busy(900)), 1],
    [new Busy(undefined, new Busy(900)), 900],
    [{ retryAfterMs: 5 }, undefined],
    ['text', undefined],
  ])('reads the nearest wait that %s asks for', (error, expected) => {
    expect(retryAfterMsOf(error)).toBe(expected);
  });
});
