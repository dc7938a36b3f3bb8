import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import type { ProviderFailure } from '../errors/error-kind.js';
import { ERROR_KINDS } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import { parseCandidateId } from '../candidates/candidate-id.js';
import type { Candidate } from '../candidates/candidate.js';
import { createProviderRegistry } from '../providers/provider-registry.js';
import { attemptEnd, healthOf } from '../../../../test/e2e/providers/support/health.js';

const registry = createProviderRegistry({
  groq: { apiKey: 'gsk_test' },
  openai: { apiKey: 'sk-test' },
  anthropic: { apiKey: ['sk-ant-1', 'sk-ant-2'] },
});
const candidate = (id: string) => registry.candidates(parseCandidateId(id, 'use'))[0];

const BIG = candidate('groq/big');
const SMALL = candidate('groq/small');
const OTHER = candidate('openai/big');

const [FIRST, SECOND] = registry.candidates(parseCandidateId('anthropic/big', 'use'));
const SECOND_SMALL = registry.candidates(parseCandidateId('anthropic/small', 'use'))[1];
if (!SECOND || !SECOND_SMALL) throw new Error('two keys are two candidates');

const LANES = [BIG, SMALL, OTHER, FIRST, SECOND, SECOND_SMALL];

function cooled(failure: ProviderFailure, candidate = BIG) {
  const clock = new FakeClock(Date.UTC(2026, 10, 23));
  const { health } = healthOf(clock);
  const fail = (at: Candidate, again: ProviderFailure): void => health.attemptEnded(attemptEnd(at, again));
  fail(candidate, failure);
  const left = (of: readonly Candidate[]): number[] => of.map((each) => health.blockedMs(each));
  return { clock, health, fail, left, now: left([BIG, SMALL, OTHER]) };
}

describe('what cools after a failure', () => {
  it.each(ERROR_KINDS)('after %s is what the rules say, for as long as they say', (kind) => {
    const { cool, coolMs } = ERROR_RULES[kind];
    const { left } = cooled({ kind }, SECOND);
    expect(left(LANES)).toEqual([
      0,
      0,
      0,
      cool === 'model' ? coolMs : 0,
      cool === 'nothing' ? 0 : coolMs,
      cool === 'account' ? coolMs : 0,
    ]);
  });

  it('follows the Retry-After of the provider, a long one too, instead of its own guess', () => {
    expect(cooled({ kind: 'rate_limit', retryAfterMs: 500 }).now).toEqual([500, 0, 0]);
    expect(cooled({ kind: 'rate_limit', retryAfterMs: 7_200_000 }).now).toEqual([7_200_000, 0, 0]);
    expect(cooled({ kind: 'rate_limit', retryAfterMs: 0 }).now).toEqual([
      ERROR_RULES.rate_limit.coolMs,
      0,
      0,
    ]);
  });

  it('follows a Retry-After that came with any passing failure, and with no other', () => {
    expect(cooled({ kind: 'server', retryAfterMs: 3_000 }).now).toEqual([3_000, 0, 0]);
    expect(cooled({ kind: 'bad_request', retryAfterMs: 3_000 }).now).toEqual([0, 0, 0]);
  });

  it('takes the wait of a broken server for every key of the model', () => {
    const { left } = cooled({ kind: 'server', retryAfterMs: 3_000 }, SECOND);
    expect(left([FIRST, SECOND, SECOND_SMALL])).toEqual([3_000, 3_000, 0]);
  });

  it('leaves a provider at its spend limit alone until the first of the next month', () => {
    const { clock, health } = cooled({ kind: 'quota', blockedUntil: Date.UTC(2026, 11, 1) });
    const eightDays = 8 * 86_400_000;
    expect(health.blockedMs(SMALL)).toBe(eightDays);
    clock.advance(eightDays - 1);
    expect(health.blockedMs(SMALL)).toBe(1);
    clock.advance(1);
    expect(health.blockedMs(SMALL)).toBe(0);
  });

  it('keeps a longer pause that is in force', () => {
    const { clock, health, fail } = cooled({ kind: 'rate_limit', retryAfterMs: 60_000 });
    clock.advance(1_000);
    fail(BIG, { kind: 'rate_limit', retryAfterMs: 2_000 });
    expect(health.blockedMs(BIG)).toBe(59_000);
    fail(BIG, { kind: 'rate_limit', retryAfterMs: 90_000 });
    expect(health.blockedMs(BIG)).toBe(90_000);
  });

  it("is forgiven by provider, with all its models and nobody else's", () => {
    const { health, fail } = cooled({ kind: 'rate_limit', retryAfterMs: 9_000 });
    fail(SMALL, { kind: 'auth' });
    fail(OTHER, { kind: 'rate_limit', retryAfterMs: 8_000 });
    health.forgive('groq');
    expect([BIG, SMALL, OTHER].map((each) => health.blockedMs(each))).toEqual([0, 0, 8_000]);
  });

  it('is forgiven with every key of its provider', () => {
    const { health, left } = cooled({ kind: 'auth' }, SECOND);
    health.forgive('anthropic');
    expect(left([SECOND, SECOND_SMALL])).toEqual([0, 0]);
  });

  it('does not mistake a name for the beginning of another', () => {
    const { health } = cooled({ kind: 'auth' });
    health.forgive('gro');
    expect(health.blockedMs(BIG)).toBeGreaterThan(0);
  });
});
