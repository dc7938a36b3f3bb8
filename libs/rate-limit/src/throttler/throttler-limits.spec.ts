import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { ThrottlerLimits } from './throttler-limits.js';

const numbers = { name: 'short', ttl: 60_000, limit: 10, blockDuration: 60_000 };

describe('the limits of throttlers', () => {
  it('are checked once, and again only when 1,000 others have come', () => {
    const limits = new ThrottlerLimits({});
    const first = limits.limitOf(numbers);
    expect(first).toMatchObject({ name: 'throttler:short', limit: 10, burst: 10, periodMs: 60_000 });
    expect(limits.limitOf({ ...numbers })).toBe(first);
    for (let limit = 11; limit < 2_000; limit++) limits.limitOf({ ...numbers, limit });
    expect(limits.size).toBe(1_000);
    expect(limits.limitOf(numbers)).not.toBe(first);
    // The same bucket all the same: it belongs to the name and the numbers.
    expect(limits.limitOf(numbers)).toEqual(first);
  });

  it('take the deadline that they are given', () => {
    expect(new ThrottlerLimits({ deadlineMs: 7 }).limitOf(numbers)).toMatchObject({ deadlineMs: 7 });
  });

  it.each([
    [{ blockDuration: 1_000 }, 'throttler "short" blockDuration: expected nothing, ttl or 0'],
    [{ ttl: 10, blockDuration: 10 }, 'throttler "short" ttl: expected a whole number from 50 to'],
    [{ ttl: 60.5, blockDuration: 60.5 }, 'throttler "short" ttl: expected a whole number'],
    [{ limit: 0 }, 'throttler "short" limit: expected a whole number from 1'],
    [{ name: 'for guests' }, 'throttler "for guests" name: expected a text'],
  ])('refuse what they cannot do exactly: %j', (wrong, message) => {
    const ask = () => new ThrottlerLimits({}).limitOf({ ...numbers, ...wrong });
    expect(ask).toThrow(InvalidOptionError);
    expect(ask).toThrow(message);
  });

  it('accept 0 as a block, because nobody is blocked for longer than needed', () => {
    expect(new ThrottlerLimits({}).limitOf({ ...numbers, blockDuration: 0 })).toMatchObject({ limit: 10 });
  });
});
