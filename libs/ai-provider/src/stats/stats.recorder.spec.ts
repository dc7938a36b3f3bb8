import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import type { RoutingAttempt } from '@hydrogenai/common/models';
import { describe, expect, it } from 'vitest';
import { ERROR_KINDS, type ProviderFailure } from '../errors/error-kind.js';
import type { AttemptEnd } from '../failover/attempt-end.js';
import { ERROR_RULES } from '../errors/error-rules.js';
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
      latencyMs: { p50: 10, p95: 30, samples: 2 },
      firstTokenMs: { p50: 4, p95: 4, samples: 1 },
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
