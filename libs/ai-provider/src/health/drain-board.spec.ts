import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { BIG, ELSEWHERE, OTHER_KEY, SMALL } from '../../../../test/e2e/providers/support/breakers.js';
import { gateRequest, healthOf } from '../../../../test/e2e/providers/support/health.js';

const LANES = [BIG, OTHER_KEY, SMALL, ELSEWHERE];

function drained(target: string, forMs?: number) {
  const clock = new FakeClock();
  const { health, drains } = healthOf(clock);
  const since = clock.now();
  const order = { target, reason: 'test', by: 'ops', since };
  drains.drain(forMs === undefined ? order : { ...order, until: since + forMs });
  const blocked = (): boolean[] => LANES.map((lane) => health.blockedMs(lane) > 0);
  return { clock, health, drains, blocked };
}

describe('a drain', () => {
  it.each([
    ['groq', [true, true, true, false]],
    ['groq/big', [true, true, false, false]],
    ['groq#2', [false, true, false, false]],
    ['groq#2/big', [false, true, false, false]],
    ['openai', [false, false, false, true]],
  ])('of %s is for its lanes and no others', (target, expected) => {
    expect(drained(target).blocked()).toEqual(expected);
  });

  it('turns away who was on its way, without a time to come back', () => {
    const { health } = drained('groq');
    expect(health.enter(gateRequest(BIG))).toEqual({
      kind: 'refused',
      why: 'left_alone',
      retryInMs: undefined,
    });
    expect(health.blockedMs(BIG)).toBe(Infinity);
    expect(health.stateOf(BIG)).toEqual({ state: 'drained', forMs: null, why: 'test' });
  });

  it('ends at its time, or when it is resumed, and not because the provider is forgiven', () => {
    const { clock, health, drains, blocked } = drained('groq', 1_000);
    health.forgive('groq');
    clock.advance(999);
    expect(health.stateOf(BIG)).toEqual({ state: 'drained', forMs: 1, why: 'test' });
    clock.advance(1);
    expect(blocked()).toEqual([false, false, false, false]);
    expect(drains.list()).toEqual([]);

    const endless = drained('groq');
    endless.clock.advance(365 * 86_400_000);
    expect(endless.blocked()[0]).toBe(true);
    expect(endless.drains.resume('groq/big', 'ops', 'test')).toBe(false);
    expect(endless.drains.resume('groq', 'ops', 'test')).toBe(true);
    expect(endless.blocked()[0]).toBe(false);
  });
});
