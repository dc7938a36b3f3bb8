import { getEventListeners } from 'node:events';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { AttemptScope } from './attempt-scope.js';

const never = new Promise<never>(() => undefined);

function scopeWithCaller() {
  const clock = new FakeClock();
  const caller = new AbortController();
  return { clock, caller, scope: new AttemptScope(clock, caller.signal) };
}

describe('AttemptScope', () => {
  it("ends with the caller, whose reason it hands on, and is nobody's fault then", async () => {
    const { caller, scope } = scopeWithCaller();
    const guarded = scope.guard(never);
    const reason = new Error('left');
    caller.abort(reason);
    await expect(guarded).rejects.toBe(reason);
    expect(scope.signal.aborted).toBe(true);
    expect(scope.failureOf(reason)).toEqual({ kind: 'aborted' });
  });

  it('is over from the start when the caller has left before', async () => {
    const reason = new Error('gone');
    const scope = new AttemptScope(new FakeClock(), AbortSignal.abort(reason));
    await expect(scope.guard(never)).rejects.toBe(reason);
    await expect(scope.guard(Promise.resolve(1))).rejects.toBe(reason);
  });

  it.each(['first_token', 'idle', 'attempt', 'total'] as const)(
    'ends as a timeout of its own: %s',
    async (timeout) => {
      const { clock, scope } = scopeWithCaller();
      scope.expireAfter(100, timeout);
      const guarded = scope.guard(never).catch((error: unknown) => error);
      clock.advance(99);
      expect(scope.signal.aborted).toBe(false);
      clock.advance(1);
      expect(scope.failureOf(await guarded)).toEqual({ kind: 'timeout', timeout });
    },
  );

  it('stays a timeout when the caller leaves after it', () => {
    const { clock, caller, scope } = scopeWithCaller();
    scope.expireAfter(100, 'total');
    clock.advance(100);
    caller.abort();
    expect(scope.failureOf(new Error('any'))).toEqual({ kind: 'timeout', timeout: 'total' });
  });

  it('calls an abort that nobody here asked for a broken connection', () => {
    const { scope } = scopeWithCaller();
    expect(scope.failureOf(new DOMException('This operation was aborted', 'AbortError'))).toEqual({
      kind: 'network',
    });
  });

  it('forgets a clock that was taken back', () => {
    const { clock, scope } = scopeWithCaller();
    scope.expireAfter(100, 'first_token')();
    clock.advance(1_000);
    expect(scope.signal.aborted).toBe(false);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each(['release', 'abandon'] as const)('leaves no timer and no listener after %s', (end) => {
    const { clock, caller, scope } = scopeWithCaller();
    scope.expireAfter(100, 'total');
    scope.expireAfter(50, 'idle');
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1);
    scope[end]();
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    expect(scope.signal.aborted).toBe(end === 'abandon');
  });

  it('leaves no timer and no listener when it has expired, although nobody comes back to it', () => {
    const { clock, caller, scope } = scopeWithCaller();
    scope.expireAfter(200, 'total');
    scope.expireAfter(100, 'idle');
    clock.advance(100);
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
  });

  it('hands on what the work gives, success and failure', async () => {
    const { scope } = scopeWithCaller();
    await expect(scope.guard(Promise.resolve('answer'))).resolves.toBe('answer');
    const error = new Error('broken');
    await expect(scope.guard(Promise.reject(error))).rejects.toBe(error);
  });
});
