import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideGcra } from '../gcra/gcra.policy.js';
import { decisionOf, uncounted, type LimitDecision } from '../limit/rate-limit.decision.js';
import { defineRateLimit, type RateLimitDefinition } from '../limit/rate-limit.definition.js';
import { mergeFields } from './merge-headers.policy.js';
import { limitItems } from './rate-limit-headers.policy.js';

const minute: RateLimitDefinition = { name: 'answers', limit: 60, per: '1m' };

interface Decided extends Partial<RateLimitDefinition> {
  readonly remaining?: number;
  readonly resetMs?: number;
  readonly retryAfterMs?: number;
  readonly decidedBy?: 'store' | 'insurance';
}

function decided({
  remaining = 12,
  resetMs = 48_000,
  retryAfterMs,
  decidedBy = 'store',
  ...definition
}: Decided): LimitDecision {
  const limit = defineRateLimit({ ...minute, ...definition });
  const figures = { remaining, resetMs };
  return retryAfterMs === undefined
    ? decisionOf(limit, { allowed: true, ...figures }, decidedBy)
    : decisionOf(limit, { allowed: false, ...figures, retryAfterMs }, decidedBy);
}

function fieldsOf(decision: LimitDecision) {
  return mergeFields({}, limitItems([decision]), undefined);
}

describe('the fields of a limit', () => {
  it('tell the quota, what is left of it and how long no more is', () => {
    expect(fieldsOf(decided({}))).toEqual({
      'ratelimit-policy': '"answers";q=60;w=60',
      ratelimit: '"answers";r=12;t=1',
    });
  });

  it('tell a burst that is smaller than the quota, and round windows up', () => {
    expect(fieldsOf(decided({ per: 1_500, burst: 10, remaining: 0, resetMs: 250 }))).toEqual({
      'ratelimit-policy': '"answers";q=60;w=2;hydrogenai-burst=10',
      ratelimit: '"answers";r=0;t=1',
    });
  });

  it('tell the time until an insured bucket is full, because its pace is not known here', () => {
    expect(fieldsOf(decided({ decidedBy: 'insurance' })).ratelimit).toBe('"answers";r=12;t=48');
  });

  it('tell nothing of a limit in shadow mode or of one that nobody has asked', () => {
    expect(fieldsOf(decided({ mode: 'shadow', retryAfterMs: 7 }))).toEqual({});
    expect(fieldsOf(uncounted(defineRateLimit(minute)))).toEqual({});
  });

  it('never let a client that obeys them come too early', () => {
    const calls = fc.record({
      waitMs: fc.integer({ min: 0, max: 4_000 }),
      cost: fc.integer({ min: 1, max: 5 }),
    });
    const rates = fc.record({
      limit: fc.integer({ min: 5, max: 1_000 }),
      periodMs: fc.integer({ min: 50, max: 600_000 }),
      burst: fc.integer({ min: 5, max: 5_000 }),
    });
    fc.assert(
      fc.property(rates, fc.array(calls, { maxLength: 20 }), (rate, before) => {
        const { periodMs: per, ...numbers } = { ...rate, burst: Math.min(rate.burst, rate.limit) };
        const limit = defineRateLimit({ name: 'any', per, ...numbers });
        let nowMs = 0;
        let tat: { ms: number; part: number } | undefined;
        for (const { waitMs, cost } of before) {
          nowMs += waitMs;
          const outcome = decideGcra({ nowMs, tat, rate: limit, cost });
          if (outcome.allowed) tat = outcome.nextState;
          const [item] = limitItems([decisionOf(limit, outcome, 'store')]);
          if (!item) throw new Error('an item is missing');
          // All that is left at once, and one more when the window is over: none of them is refused.
          let state = tat;
          for (let call = 0; call <= item.remaining; call++) {
            const at = call < item.remaining ? nowMs : nowMs + item.windowS * 1_000;
            const next = decideGcra({ nowMs: at, tat: state, rate: limit, cost: 1 });
            expect(next.allowed).toBe(true);
            if (next.allowed) state = next.nextState;
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('fields that are there already', () => {
  const [guard] = limitItems([decided({ name: 'guard' })]);
  const [handler] = limitItems([decided({ name: 'handler', remaining: 0, retryAfterMs: 2_001 })]);
  const items = { guard: guard ? [guard] : [], handler: handler ? [handler] : [] };

  it('are kept, and the new ones follow', () => {
    const before = mergeFields({}, items.guard, undefined);
    expect(mergeFields(before, items.handler, 3)).toEqual({
      'ratelimit-policy': '"guard";q=60;w=60, "handler";q=60;w=60',
      ratelimit: '"guard";r=12;t=1, "handler";r=0;t=3',
      'retry-after': '3',
    });
  });

  it('are replaced under the same name, unless they say less', () => {
    const before = mergeFields({}, items.guard, undefined);
    const fewer = items.guard.map((item) => ({ ...item, remaining: 11, windowS: 2 }));
    expect(mergeFields(before, fewer, undefined).ratelimit).toBe('"guard";r=11;t=2');
    expect(mergeFields(mergeFields({}, fewer, undefined), items.guard, undefined).ratelimit).toBe(
      '"guard";r=11;t=2',
    );
  });

  it('of others survive, commas in their names included', () => {
    const before = {
      'ratelimit-policy': '"a, \\"b\\"";q=1',
      ratelimit: '"a, \\"b\\"";r=1;t=9',
      'retry-after': '1',
    };
    const merged = mergeFields(before, items.guard, undefined);
    expect(merged['ratelimit-policy']).toBe('"a, \\"b\\"";q=1, "guard";q=60;w=60');
    expect(merged.ratelimit).toBe('"a, \\"b\\"";r=1;t=9, "guard";r=12;t=1');
  });

  it('keep the longer of two waits, and a date that somebody else has written', () => {
    expect(mergeFields({ 'retry-after': '9' }, [], 3)['retry-after']).toBe('9');
    expect(mergeFields({ 'retry-after': '2' }, [], 3)['retry-after']).toBe('3');
    const date = 'Fri, 31 Dec 1999 23:59:59 GMT';
    expect(mergeFields({ 'retry-after': date }, [], 3)['retry-after']).toBe(date);
  });

  it('lose a window that would end after Retry-After', () => {
    const slow = items.guard.map((item) => ({ ...item, windowS: 86 }));
    expect(mergeFields({}, [...slow, ...items.handler], 3).ratelimit).toBe('"guard";r=12, "handler";r=0;t=3');
    expect(mergeFields({}, [...slow, ...items.handler], undefined).ratelimit).toBe(
      '"guard";r=12;t=86, "handler";r=0;t=3',
    );
  });

  it('stay readable whatever is in them', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (policy, ratelimit) => {
        const merged = mergeFields({ 'ratelimit-policy': policy, ratelimit }, items.guard, 1);
        expect(merged.ratelimit).toContain('"guard";r=12');
      }),
    );
  });
});
