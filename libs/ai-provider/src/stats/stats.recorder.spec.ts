import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import type { RoutingAttempt } from '@hydrogenai/common/models';
import { describe, expect, it } from 'vitest';
import { ERROR_KINDS, type ProviderFailure } from '../errors/error-kind.js';
import type { AttemptEnd } from '../failover/attempt-end.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import { ChargeBook } from '../money/prices/charge-book.js';
import { PriceList } from '../money/prices/price-list.js';
import { resolvePricing } from '../money/prices/pricing.options.js';
import { parseCandidateId } from '../candidates/candidate-id.js';
import { createProviderRegistry } from '../providers/provider-registry.js';
import { aiAttempt, StatsRecorder } from './stats.recorder.js';

const registry = createProviderRegistry({
  groq: { apiKey: 'gsk_test' },
  openai: { apiKey: 'sk-test' },
  anthropic: { apiKey: 'sk-ant-test' },
});
const candidate = (id: string) => registry.candidates(parseCandidateId(id, 'use'))[0];

const BIG = candidate('groq/big');
const USAGE: LanguageModelV4Usage = {
  inputTokens: { total: 12, noCache: 12, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 8, text: 8, reasoning: 0 },
};
const attempt = (rest: Partial<RoutingAttempt> = {}): RoutingAttempt => ({
  provider: 'groq',
  model: 'big',
  outcome: 'answered',
  ms: 10,
  ...rest,
});

const end = (entry: RoutingAttempt, failure?: ProviderFailure, usage?: LanguageModelV4Usage): AttemptEnd => ({
  candidate: BIG,
  profile: { inputTokens: 0, maxOutputTokens: undefined },
  entry,
  failure,
  usage,
  limitHeaders: undefined,
  outputCharacters: 0,
});

describe('StatsRecorder', () => {
  it('counts answers with their tokens and times', () => {
    const clock = new FakeClock();
    const stats = new StatsRecorder(clock);
    stats.attemptEnded(end(attempt({ ms: 10 }), undefined, USAGE));
    clock.advance(5);
    stats.attemptEnded(end(attempt({ ms: 30, firstTokenMs: 4 }), undefined, USAGE));
    expect(stats.statsOf(BIG, 0)).toEqual({
      model: 'big',
      coolingMs: 0,
      attempts: 2,
      answered: 2,
      failed: 0,
      aborted: 0,
      failures: {},
      inputTokens: 24,
      outputTokens: 16,
      costMicroDollars: 0,
      unpriced: 2,
      latencyMs: { p50: 10, p95: 30, p99: 30, samples: 2 },
      firstTokenMs: { p50: 4, p95: 4, p99: 4, samples: 1 },
      // 8 tokens in the 26 ms after the first one.
      tokensPerSecond: { p50: 8_000 / 26, p95: 8_000 / 26, p99: 8_000 / 26, samples: 1 },
      errorShare: 0,
      failoverShare: 0,
      lastAnsweredAt: clock.now(),
      lastFailure: null,
    });
  });

  it("counts failures by kind, and what the caller ended as nobody's fault", () => {
    const clock = new FakeClock();
    const stats = new StatsRecorder(clock);
    stats.attemptEnded(end(attempt({ outcome: 'failed' }), { kind: 'server' }));
    stats.attemptEnded(end(attempt({ outcome: 'failed' }), { kind: 'server' }));
    stats.attemptEnded(end(attempt({ outcome: 'failed' }), { kind: 'aborted' }));
    expect(stats.statsOf(BIG, 70)).toMatchObject({
      coolingMs: 70,
      attempts: 3,
      answered: 0,
      failed: 2,
      aborted: 1,
      failures: { server: 2 },
      latencyMs: null,
      lastFailure: { kind: 'server', at: clock.now() },
    });
  });

  it('knows what share failed, and what share followed a failure, of the last hour', () => {
    const clock = new FakeClock();
    const stats = new StatsRecorder(clock);
    expect(stats.statsOf(BIG, 0)).toMatchObject({ errorShare: null, failoverShare: null });
    const failed = attempt({ outcome: 'failed' });
    stats.attemptEnded(end(failed, { kind: 'server' }));
    stats.attemptEnded({ ...end(attempt()), index: 1 });
    stats.attemptEnded({ ...end(attempt()), index: 2 });
    stats.attemptEnded(end(failed, { kind: 'aborted' }));
    expect(stats.statsOf(BIG, 0)).toMatchObject({ errorShare: 1 / 3, failoverShare: 1 / 2 });
    clock.advance(3_599_999);
    stats.attemptEnded(end(failed, { kind: 'server' }));
    clock.advance(1);
    expect(stats.statsOf(BIG, 0)).toMatchObject({ attempts: 5, failed: 2, errorShare: 1, failoverShare: 0 });
    clock.advance(3_600_000);
    expect(stats.statsOf(BIG, 0)).toMatchObject({ attempts: 5, errorShare: null, latencyMs: null });
  });

  it('adds up what attempts cost, and counts those without a price', () => {
    const clock = new FakeClock(Date.UTC(2026, 10, 23));
    const pricing = resolvePricing({ 'groq/big': { inputPerMillion: 1, outputPerMillion: 2 } }, 'pricing');
    const stats = new StatsRecorder(clock, new ChargeBook(new PriceList(pricing), clock));
    stats.attemptEnded(end(attempt(), undefined, USAGE));
    stats.attemptEnded(end(attempt({ outcome: 'failed' }), { kind: 'aborted' }, USAGE));
    stats.attemptEnded(end(attempt({ outcome: 'failed' }), { kind: 'rate_limit', httpStatus: 429 }));
    const unknown = candidate('groq/unknown');
    stats.attemptEnded({ ...end(attempt(), undefined, USAGE), candidate: unknown });
    expect(stats.statsOf(BIG, 0)).toMatchObject({ costMicroDollars: 56, unpriced: 0 });
    expect(stats.statsOf(unknown, 0)).toMatchObject({ costMicroDollars: 0, unpriced: 1 });
  });

  it('counts an answer without usage as one of no tokens', () => {
    const stats = new StatsRecorder(new FakeClock());
    stats.attemptEnded(end(attempt(), undefined));
    expect(stats.statsOf(BIG, 0)).toMatchObject({ answered: 1, inputTokens: 0, outputTokens: 0 });
  });

  it('gives a picture that later calls do not change', () => {
    const stats = new StatsRecorder(new FakeClock());
    stats.attemptEnded(end(attempt({ outcome: 'failed' }), { kind: 'server' }));
    const before = stats.statsOf(BIG, 0);
    stats.attemptEnded(end(attempt({ outcome: 'failed' }), { kind: 'server' }));
    expect(before.failures).toEqual({ server: 1 });
  });

  it.each(ERROR_KINDS)('raises an alarm for %s only when an operator has to act', (kind) => {
    using collector = collectFacts(aiAttempt);
    new StatsRecorder(new FakeClock()).attemptEnded(end(attempt({ outcome: 'failed', kind }), { kind }));
    expect(collector.facts).toEqual([
      { ...attempt({ outcome: 'failed', kind }), alarm: ERROR_RULES[kind].alarm },
    ]);
    expect(ERROR_RULES[kind].alarm).toBe(['quota', 'auth', 'permission', 'model_not_found'].includes(kind));
  });
});
