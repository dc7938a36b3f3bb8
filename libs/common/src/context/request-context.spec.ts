import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { currentContext, runInContext } from './request-context.js';

describe('request context', () => {
  it('flows through every await and never into a parallel chain', async () => {
    const walk = async (correlationId: string): Promise<(string | undefined)[]> =>
      runInContext({ correlationId }, async () => {
        const seen: (string | undefined)[] = [];
        for (let turn = 0; turn < 20; turn++) {
          await setImmediate();
          seen.push(currentContext()?.correlationId);
        }
        return seen;
      });
    const names = Array.from({ length: 50 }, (_, index) => `request-${index}`);
    const walks = await Promise.all(names.map((name) => walk(name)));
    expect(walks).toEqual(names.map((name) => Array.from({ length: 20 }, () => name)));
  });

  it('is absent outside, replaced inside, and back afterwards, also after a throw', () => {
    expect(currentContext()).toBeUndefined();
    runInContext({ correlationId: 'outer', tenant: 'a' }, () => {
      expect(() =>
        runInContext({ correlationId: 'inner' }, () => {
          expect(currentContext()).toEqual({ correlationId: 'inner' });
          throw new Error('inside');
        }),
      ).toThrow('inside');
      expect(currentContext()).toEqual({ correlationId: 'outer', tenant: 'a' });
    });
    expect(currentContext()).toBeUndefined();
  });

  it('returns what the work returns', () => {
    expect(runInContext({ correlationId: 'x' }, () => 42)).toBe(42);
  });
});
