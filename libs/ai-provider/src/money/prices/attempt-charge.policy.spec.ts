import { describe, expect, it } from 'vitest';
import { candidateOf, endOf, usageOf } from '../testing/attempt-ends.js';
import { chargeOf } from './attempt-charge.policy.js';
import { PriceList } from './price-list.js';
import type { EndParts } from '../testing/attempt-ends.js';

const WHEN = Date.UTC(2026, 10, 23);
const prices = new PriceList();
const charge = (parts: EndParts) => chargeOf(endOf(parts), prices, WHEN);

describe('what an attempt is charged', () => {
  it("goes by the provider's count, also when the attempt failed", () => {
    expect(charge({ usage: usageOf(1_000, 200) })).toMatchObject({
      costMicroDollars: 1_650,
      source: 'provider',
    });
    expect(
      charge({ usage: usageOf(1_000, 200), failure: { kind: 'stream_interrupted', httpStatus: 500 } }),
    ).toMatchObject({ costMicroDollars: 1_650, source: 'provider' });
  });

  it('says that a count was repaired', () => {
    const usage = usageOf(10, 0);
    expect(
      charge({ usage: { ...usage, inputTokens: { ...usage.inputTokens, cacheRead: 90 } } }),
    ).toMatchObject({ source: 'repaired', tokens: { input: 10, cacheRead: 90 } });
  });

  it('is estimated from the prompt and what arrived where the provider did not count', () => {
    for (const failure of [
      { kind: 'aborted' },
      { kind: 'timeout', timeout: 'idle' },
      { kind: 'network' },
      { kind: 'stream_interrupted', httpStatus: 200 },
      { kind: 'server', httpStatus: 500 },
    ] as const) {
      expect(charge({ failure, profile: { inputTokens: 1_000 }, outputCharacters: 797 })).toEqual({
        tokens: { input: 1_000, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: 200, reasoning: 0 },
        costMicroDollars: 1_650,
        source: 'estimated',
      });
    }
  });

  it('is nothing when the provider refused with an error status, whatever the price', () => {
    for (const candidate of [candidateOf('openai', 'gpt-5.4'), candidateOf('local', 'unknown')]) {
      for (const httpStatus of [400, 401, 429, 500, 529]) {
        expect(
          charge({ candidate, failure: { kind: 'server', httpStatus }, profile: { inputTokens: 1_000 } }),
        ).toMatchObject({ costMicroDollars: 0, source: 'refused', tokens: { input: 0, output: 0 } });
      }
    }
  });

  it('is unknown, and not 0, where the price is', () => {
    const candidate = candidateOf('local', 'unknown');
    expect(charge({ candidate, usage: usageOf(1, 1) })).toMatchObject({
      costMicroDollars: null,
      source: 'provider',
    });
    expect(charge({ candidate, failure: { kind: 'aborted' } }).costMicroDollars).toBeNull();
  });
});
