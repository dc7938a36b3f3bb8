import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../candidates/candidate.js';
import type { ErrorKind } from '../errors/error-kind.js';
import { CandidateMeters } from './candidate-meters.js';

const candidate: Candidate = {
  id: 'a/m',
  lane: 'a/m',
  provider: 'a',
  account: 'a',
  model: 'm',
};
const profile = { inputTokens: 0, maxOutputTokens: undefined };

function metered() {
  const clock = new FakeClock();
  const meters = new CandidateMeters(clock);
  const attempt = (ms: number, kind?: ErrorKind, firstTokenMs?: number): void => {
    const answer = meters.enter({ candidate, profile, waitAtMostMs: 0, signal: undefined });
    if (answer.kind !== 'entered') throw new Error('Meters let everybody in.');
    clock.advance(ms);
    answer.pass.leave({
      candidate,
      profile,
      entry: {
        provider: 'a',
        model: 'm',
        outcome: kind ? 'failed' : 'answered',
        ms,
        ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
      },
      failure: kind ? { kind } : undefined,
      usage: undefined,
      limitHeaders: undefined,
      outputCharacters: 0,
    });
  };
  return { clock, meters, attempt, read: () => meters.read(candidate) };
}

describe('CandidateMeters', () => {
  it('knows nothing of a model that was never asked', () => {
    expect(metered().read()).toEqual({ inFlight: 0, failureShare: 0, latencyMs: null });
  });

  it('counts who is inside', () => {
    const { meters, read } = metered();
    meters.enter({ candidate, profile, waitAtMostMs: 0, signal: undefined });
    meters.enter({ candidate, profile, waitAtMostMs: 0, signal: undefined });
    expect(read().inFlight).toBe(2);
  });

  it('believes a slow answer at once, and a quick one only after a while', () => {
    const { attempt, read } = metered();
    attempt(100);
    attempt(2_000);
    expect(read().latencyMs).toBe(2_000);
    attempt(100);
    expect(read().latencyMs).toBeGreaterThan(1_900);
    for (let answer = 0; answer < 500; answer++) attempt(100);
    expect(read().latencyMs).toBeLessThan(200);
  });

  it('forgets that it was slow while nobody comes, so that it is tried again', () => {
    const { attempt, clock, read } = metered();
    attempt(4_000);
    clock.advance(60_000);
    expect(read().latencyMs).toBeLessThan(20);
  });

  it('measures streams by their first content, and timeouts, but no refusal and nothing that the caller ended', () => {
    const { attempt, read } = metered();
    attempt(5_000, undefined, 300);
    expect(read().latencyMs).toBe(300);
    attempt(3, 'server');
    attempt(1_000, 'aborted');
    expect(read().latencyMs).toBeLessThanOrEqual(300);
    attempt(10_000, 'timeout');
    expect(read().latencyMs).toBe(10_000);
  });

  it('tells the share of failures of the latest attempts, aborted ones aside', () => {
    const { attempt, read } = metered();
    for (let n = 0; n < 200; n++) attempt(1, n % 2 === 0 ? 'server' : undefined);
    expect(read().failureShare).toBeGreaterThan(0.4);
    expect(read().failureShare).toBeLessThan(0.6);
    const before = read().failureShare;
    attempt(1, 'aborted');
    expect(read().failureShare).toBe(before);
    for (let n = 0; n < 100; n++) attempt(1);
    expect(read().failureShare).toBeLessThan(0.01);
  });
});
