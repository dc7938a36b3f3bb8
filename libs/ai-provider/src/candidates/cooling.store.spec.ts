import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import type { ProviderFailure } from '../errors/error-kind.js';
import { ERROR_KINDS } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import { parseCandidateId } from './candidate-id.js';
import { createProviderRegistry } from '../providers/provider-registry.js';
import { CoolingStore } from './cooling.store.js';

const registry = createProviderRegistry({
  groq: { apiKey: 'gsk_test' },
  openai: { apiKey: 'sk-test' },
  anthropic: { apiKey: 'sk-ant-test' },
});
const candidate = (id: string) => registry.candidate(parseCandidateId(id, 'use'));

const BIG = candidate('groq/big');
const SMALL = candidate('groq/small');
const OTHER = candidate('openai/big');

function cooled(failure: ProviderFailure) {
  const clock = new FakeClock(Date.UTC(2026, 10, 23));
  const store = new CoolingStore(clock);
  store.attemptEnded({ candidate: BIG, failure });
  return { clock, store, left: [BIG, SMALL, OTHER].map((each) => store.remainingMs(each)) };
}

describe('CoolingStore', () => {
  it.each(ERROR_KINDS)('leaves alone after %s what the rules say, for as long as they say', (kind) => {
    const { cool, coolMs } = ERROR_RULES[kind];
    expect(cooled({ kind }).left).toEqual([
      cool === 'nothing' ? 0 : coolMs,
      cool === 'provider' ? coolMs : 0,
      0,
    ]);
  });

  it('follows the Retry-After of the provider, a long one too, instead of its own guess', () => {
    expect(cooled({ kind: 'rate_limit', retryAfterMs: 500 }).left).toEqual([500, 0, 0]);
    expect(cooled({ kind: 'rate_limit', retryAfterMs: 7_200_000 }).left).toEqual([7_200_000, 0, 0]);
    expect(cooled({ kind: 'rate_limit', retryAfterMs: 0 }).left).toEqual([
      ERROR_RULES.rate_limit.coolMs,
      0,
      0,
    ]);
  });

  it('follows a Retry-After that came with any passing failure, and with no other', () => {
    expect(cooled({ kind: 'server', retryAfterMs: 3_000 }).left).toEqual([3_000, 0, 0]);
    expect(cooled({ kind: 'bad_request', retryAfterMs: 3_000 }).left).toEqual([0, 0, 0]);
  });

  it('leaves a provider at its spend limit alone until the first of the next month', () => {
    const { clock, store } = cooled({ kind: 'quota', blockedUntil: Date.UTC(2026, 11, 1) });
    const eightDays = 8 * 86_400_000;
    expect(store.remainingMs(SMALL)).toBe(eightDays);
    clock.advance(eightDays - 1);
    expect(store.remainingMs(SMALL)).toBe(1);
    clock.advance(1);
    expect(store.remainingMs(SMALL)).toBe(0);
  });

  it('keeps a longer pause that is in force', () => {
    const { clock, store } = cooled({ kind: 'rate_limit', retryAfterMs: 60_000 });
    clock.advance(1_000);
    store.attemptEnded({ candidate: BIG, failure: { kind: 'rate_limit', retryAfterMs: 2_000 } });
    expect(store.remainingMs(BIG)).toBe(59_000);
    store.attemptEnded({ candidate: BIG, failure: { kind: 'rate_limit', retryAfterMs: 90_000 } });
    expect(store.remainingMs(BIG)).toBe(90_000);
  });

  it("is forgiven by provider, with all its models and nobody else's", () => {
    const { store } = cooled({ kind: 'rate_limit', retryAfterMs: 9_000 });
    store.attemptEnded({ candidate: SMALL, failure: { kind: 'auth' } });
    store.attemptEnded({ candidate: OTHER, failure: { kind: 'rate_limit', retryAfterMs: 8_000 } });
    store.clear('groq');
    expect([BIG, SMALL, OTHER].map((each) => store.remainingMs(each))).toEqual([0, 0, 8_000]);
  });

  it('does not mistake a name for the beginning of another', () => {
    const { store } = cooled({ kind: 'auth' });
    store.clear('gro');
    expect(store.remainingMs(BIG)).toBeGreaterThan(0);
  });
});
