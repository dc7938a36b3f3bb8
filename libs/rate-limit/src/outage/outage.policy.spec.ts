import { describe, expect, it } from 'vitest';
import { afterAsking, afterFailure, afterSuccess, HEALTHY, mayAsk } from './outage.policy.js';

describe('an outage', () => {
  it('begins with the first failure and counts the decisions made without the store', () => {
    let health = afterFailure(HEALTHY, 100, 'disconnected');
    health = afterFailure(health, 200, 'refused');
    expect(health).toEqual({
      state: 'degraded',
      sinceMs: 100,
      lastFailureMs: 200,
      fallbacks: 2,
      nextProbeMs: undefined,
    });
  });

  it('ends with a success, but not while calls still fail between successes', () => {
    let health = afterFailure(HEALTHY, 0, 'refused');
    for (let nowMs = 100; nowMs < 10_000; nowMs += 200) {
      health = afterSuccess(health, nowMs);
      expect(health.state).toBe('degraded');
      health = afterFailure(health, nowMs + 100, 'refused');
    }
    expect(afterSuccess(health, 10_499).state).toBe('degraded');
    expect(afterSuccess(health, 10_500)).toBe(HEALTHY);
  });

  it('in which the store fails fast lets every call ask', () => {
    const health = afterFailure(HEALTHY, 0, 'disconnected');
    expect([0, 1, 2].map((nowMs) => mayAsk(health, nowMs))).toEqual([true, true, true]);
    expect(afterAsking(health, 1)).toBe(health);
  });

  it('in which the store hangs lets one call in 100 ms ask', () => {
    let health = afterFailure(HEALTHY, 0, 'timeout');
    const asked: number[] = [];
    for (let nowMs = 0; nowMs < 500; nowMs++) {
      if (mayAsk(health, nowMs)) {
        asked.push(nowMs);
        health = afterAsking(health, nowMs);
      } else {
        health = afterFailure(health, nowMs, 'suspended');
      }
    }
    expect(asked).toEqual([100, 200, 300, 400]);
    expect(health).toMatchObject({ lastFailureMs: 0, fallbacks: 1 + 500 - asked.length });
  });

  it('lets all calls ask again as soon as a hung store has answered', () => {
    const health = afterSuccess(afterFailure(HEALTHY, 0, 'timeout'), 50);
    expect(health.state).toBe('degraded');
    expect(mayAsk(health, 50)).toBe(true);
    expect(mayAsk(afterAsking(health, 50), 50)).toBe(true);
  });
});
