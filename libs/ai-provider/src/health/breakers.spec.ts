import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import {
  BIG,
  ELSEWHERE,
  OTHER_KEY,
  SMALL,
  ALL,
  startBreakers,
  OPTIONS,
} from '../../../../test/e2e/providers/support/breakers.js';
import { attemptEnd, gateRequest, healthOf } from '../../../../test/e2e/providers/support/health.js';
import type { Candidate } from '../candidates/candidate.js';
import { ERROR_KINDS, type ErrorKind } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import { MemoryBoard } from './board/memory.board.js';
import { aiBreaker } from './breakers.js';

describe('a breaker', () => {
  it('opens after so many failures in a row, for every key of the model and for nobody else', () => {
    const { health, fail } = startBreakers();
    fail(BIG, 2);
    expect(ALL.map((each) => health.blockedMs(each))).toEqual([0, 0, 0, 0]);
    fail(OTHER_KEY, 1);
    expect(ALL.map((each) => health.blockedMs(each))).toEqual([1_000, 1_000, 0, 0]);
    expect(health.stateOf(OTHER_KEY)).toEqual({ state: 'open', forMs: 1_000, why: 'server' });
    expect(health.stateOf(SMALL)).toEqual({ state: 'ready' });
  });

  it('opens for all models of a provider that cannot be reached', () => {
    const { health, fail } = startBreakers();
    fail(BIG, 2, 'network');
    fail(SMALL, 1, 'network');
    expect(ALL.map((each) => health.blockedMs(each))).toEqual([1_000, 1_000, 1_000, 0]);
  });

  it('counts failures in a row however slowly they come, and an answer begins anew', () => {
    const { clock, health, fail, attempt } = startBreakers();
    fail(BIG, 2);
    attempt(BIG);
    fail(BIG, 1);
    clock.advance(3_600_000);
    fail(BIG, 1);
    expect(health.blockedMs(BIG)).toBe(0);
    clock.advance(3_600_000);
    fail(BIG, 1);
    expect(health.blockedMs(BIG)).toBe(1_000);
  });

  it('opens at the share of failures within its window, and not before there are enough attempts', () => {
    const options = { failuresInARow: 1_000, failureShare: 0.5, minimumAttempts: 10, windowMs: 10_000 };
    const { clock, health, attempt } = startBreakers(options);
    const alternate = (times: number): void => {
      for (let time = 0; time < times; time++) attempt(BIG, time % 2 === 0 ? undefined : 'server');
    };
    alternate(8);
    clock.advance(10_000);
    alternate(9);
    expect(health.blockedMs(BIG)).toBe(0);
    attempt(BIG, 'server');
    expect(health.blockedMs(BIG)).toBeGreaterThan(0);
  });

  it.each(ERROR_KINDS)('counts %s as the rules say', (kind) => {
    const { clock, health, attempt } = startBreakers();
    for (let time = 0; time < 10; time++) {
      attempt(BIG, kind);
      if (health.stateOf(BIG).state === 'cooling') clock.advance(health.blockedMs(BIG));
    }
    const open = (candidate: Candidate): boolean => health.stateOf(candidate).state === 'open';
    const { breaks } = ERROR_RULES[kind];
    expect([open(BIG), open(SMALL)]).toEqual([breaks !== 'nothing', breaks === 'provider']);
    expect(open(ELSEWHERE)).toBe(false);
  });

  it('does not count a timeout of a caller in a hurry', () => {
    const { health, attempt } = startBreakers();
    for (let time = 0; time < 50; time++) attempt(BIG, 'timeout', 499);
    expect(health.blockedMs(BIG)).toBe(0);
    for (let time = 0; time < 3; time++) attempt(BIG, 'timeout', 500);
    expect(health.blockedMs(BIG)).toBe(1_000);
  });

  it('does not count what began before it opened', () => {
    const { clock, health, enter, end, fail } = startBreakers();
    const early = [enter(BIG), enter(BIG), enter(BIG)];
    fail(BIG, 3);
    clock.advance(999);
    for (const answer of early) if (answer.kind === 'entered') end(BIG, answer.pass, 'server');
    expect(health.blockedMs(BIG)).toBe(1);
  });

  it('gives the right to probe a model back where its provider is not to be asked yet', () => {
    const { clock, health, enter, end, fail } = startBreakers();
    const early = [enter(SMALL), enter(SMALL), enter(SMALL)];
    fail(BIG, 3);
    clock.advance(500);
    for (const answer of early) if (answer.kind === 'entered') end(SMALL, answer.pass, 'network');
    clock.advance(500);
    expect(enter(BIG)).toEqual({ kind: 'refused', why: 'left_alone', retryInMs: 500 });
    expect(health.stateOf(BIG)).toMatchObject({ state: 'open', forMs: 500 });
    clock.advance(500);
    const probe = enter(BIG);
    if (probe.kind === 'entered') end(BIG, probe.pass);
    expect([health.stateOf(BIG), health.stateOf(SMALL)]).toEqual([{ state: 'ready' }, { state: 'ready' }]);
  });

  it('asks the other processes seldom while one of them probes', async () => {
    const clock = new FakeClock();
    let asked = 0;
    const board = new MemoryBoard(clock);
    board.lease = () => {
      asked += 1;
      return undefined;
    };
    const { health } = healthOf(clock, OPTIONS, board);
    for (let time = 0; time < 3; time++) health.attemptEnded(attemptEnd(BIG, { kind: 'server' }));
    clock.advance(1_000);
    for (let ms = 0; ms < 1_000; ms += 10) {
      expect(await health.enter(gateRequest(BIG))).toMatchObject({ kind: 'refused', why: 'probing' });
      clock.advance(10);
    }
    expect(asked).toBe(4);
  });

  it('lets one attempt find out when its time has passed, and turns the others away meanwhile', () => {
    const { clock, health, enter, end, fail } = startBreakers();
    fail(BIG, 3);
    expect(enter(BIG)).toEqual({ kind: 'refused', why: 'left_alone', retryInMs: 1_000 });
    clock.advance(1_000);
    expect(health.blockedMs(BIG)).toBe(0);
    expect(health.stateOf(BIG)).toEqual({ state: 'half_open', forMs: 0, why: 'server' });
    const probe = enter(BIG);
    expect(probe.kind).toBe('entered');
    expect(enter(OTHER_KEY)).toEqual({ kind: 'refused', why: 'probing', retryInMs: 100 });
    expect(health.blockedMs(BIG)).toBe(100);
    if (probe.kind === 'entered') end(BIG, probe.pass);
    expect(health.stateOf(BIG)).toEqual({ state: 'ready' });
    expect([enter(BIG).kind, enter(OTHER_KEY).kind]).toEqual(['entered', 'entered']);
  });

  it('opens for twice as long each time the probe fails, up to a bound, and begins anew once closed', () => {
    const { clock, health, attempt, fail } = startBreakers();
    fail(BIG, 3);
    const opened: number[] = [];
    for (let time = 0; time < 4; time++) {
      opened.push(health.blockedMs(BIG));
      clock.advance(health.blockedMs(BIG));
      attempt(BIG, 'timeout');
    }
    expect(opened).toEqual([1_000, 2_000, 4_000, 4_000]);
    clock.advance(4_000);
    attempt(BIG);
    fail(BIG, 3);
    expect(health.blockedMs(BIG)).toBe(1_000);
  });

  it.each<[string, ErrorKind]>([
    ['refused the request', 'bad_request'],
    ['refused the key', 'auth'],
    ['is at its limit', 'rate_limit'],
  ])('closes when the probe finds a provider that %s: it is there', (_name, kind) => {
    const { clock, health, attempt, fail } = startBreakers();
    fail(BIG, 3);
    clock.advance(1_000);
    attempt(BIG, kind);
    expect(health.stateOf(OTHER_KEY).state).not.toBe('half_open');
    expect(health.stateOf(OTHER_KEY).state).not.toBe('open');
  });

  it('learns nothing from a probe that is aborted or never begins: the next one finds out', () => {
    const { clock, enter, end, fail, health } = startBreakers();
    fail(BIG, 3);
    clock.advance(1_000);
    const aborted = enter(BIG);
    if (aborted.kind === 'entered') end(BIG, aborted.pass, 'aborted');
    const cancelled = enter(BIG);
    if (cancelled.kind === 'entered') cancelled.pass.cancel();
    expect(health.stateOf(BIG).state).toBe('half_open');
    expect(enter(BIG).kind).toBe('entered');
  });

  it('closes at the first content of the probe, not at the end of a long stream', () => {
    const { clock, enter, end, fail, health } = startBreakers();
    fail(BIG, 3);
    clock.advance(1_000);
    const probe = enter(BIG);
    if (probe.kind !== 'entered') throw new Error('refused');
    probe.pass.answering?.();
    expect(health.stateOf(BIG)).toEqual({ state: 'ready' });
    end(BIG, probe.pass, 'stream_interrupted');
    expect(health.stateOf(BIG)).toEqual({ state: 'ready' });
  });

  it('lets those who may wait in as soon as the probe has found that it works, and sends them away if not', async () => {
    for (const kind of [undefined, 'server'] as const) {
      const { clock, health, enter, end, fail } = startBreakers();
      fail(BIG, 3);
      clock.advance(1_000);
      const probe = enter(BIG);
      const waiting = health.enter(gateRequest(OTHER_KEY, { waitAtMostMs: 500 }));
      await clock.advanceAsync(250);
      if (probe.kind === 'entered') end(BIG, probe.pass, kind);
      const [answer] = await Promise.all([waiting, clock.advanceAsync(100)]);
      expect(answer).toMatchObject(kind ? { kind: 'refused', why: 'left_alone' } : { kind: 'entered' });
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('waits no longer at a probe than it is allowed, and not at all for a caller who has gone', async () => {
    const { clock, health, enter, fail } = startBreakers();
    fail(BIG, 3);
    clock.advance(1_000);
    enter(BIG);
    const waiting = health.enter(gateRequest(BIG, { waitAtMostMs: 250 }));
    const [answer] = await Promise.all([waiting, clock.advanceAsync(250)]);
    expect(answer).toMatchObject({ kind: 'refused', why: 'probing' });
    const caller = new AbortController();
    const left = health.enter(gateRequest(BIG, { waitAtMostMs: 250, signal: caller.signal }));
    caller.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(clock.pendingTimers).toBe(0);
  });

  it('is closed when nobody has come to probe for so long that what it knew is stale', () => {
    const { clock, health, fail } = startBreakers();
    fail(BIG, 3);
    clock.advance(1_000 + 300_000);
    expect(health.stateOf(BIG)).toEqual({ state: 'ready' });
  });

  it('is forgiven with its provider', () => {
    const { health, fail } = startBreakers();
    fail(BIG, 3);
    health.forgive('openai');
    expect(health.blockedMs(BIG)).toBe(1_000);
    health.forgive('groq');
    expect(health.stateOf(BIG)).toEqual({ state: 'ready' });
  });

  it('tells when it opens and closes, once each', () => {
    using collector = collectFacts(aiBreaker);
    const { clock, attempt, fail } = startBreakers();
    fail(BIG, 3);
    attempt(BIG);
    clock.advance(1_000);
    attempt(BIG, 'timeout');
    clock.advance(2_000);
    attempt(BIG);
    attempt(BIG);
    const name = 'groq/big';
    expect(collector.facts).toEqual([
      { event: 'opened', name, forMs: 1_000, kind: 'server' },
      { event: 'opened', name, forMs: 2_000, kind: 'timeout' },
      { event: 'closed', name },
    ]);
  });

  it('does not exist where it is switched off', () => {
    const { health, fail } = startBreakers(false);
    fail(BIG, 100);
    expect(health.blockedMs(BIG)).toBe(0);
  });
});
