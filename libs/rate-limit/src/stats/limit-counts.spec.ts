import { describe, expect, it } from 'vitest';
import { decisionOf, uncounted } from '../limit/rate-limit.decision.js';
import { defineRateLimit } from '../limit/rate-limit.definition.js';
import { LimitCounts } from './limit-counts.js';

const limit = defineRateLimit({ name: 'questions', limit: 10, per: '1m' });
const shadow = defineRateLimit({ name: 'trial', limit: 10, per: '1m', mode: 'shadow' });
const full = { allowed: false, remaining: 0, resetMs: 60_000, retryAfterMs: 6_000 } as const;
const room = (remaining: number) => ({ allowed: true, remaining, resetMs: 6_000 }) as const;
const nothing = { admitted: 0, nearLimit: 0, refused: 0, shadowRefused: 0, insured: 0, uncounted: 0 };

describe('counts of decisions', () => {
  it('tell by name what was admitted, near the limit, refused, and would have been', () => {
    const counts = new LimitCounts();
    counts.count(decisionOf(limit, room(9), 'store'));
    counts.count(decisionOf(limit, room(1), 'store'));
    counts.count(decisionOf(limit, full, 'store'));
    counts.count(decisionOf(shadow, full, 'store'));
    expect(counts.snapshot()).toEqual([
      { ...nothing, name: 'questions', admitted: 2, nearLimit: 1, refused: 1 },
      { ...nothing, name: 'trial', shadowRefused: 1 },
    ]);
  });

  it('tell what was decided without the store', () => {
    const counts = new LimitCounts();
    counts.count(decisionOf(limit, room(9), 'insurance'));
    counts.count(decisionOf(limit, full, 'insurance'));
    counts.count(uncounted(limit));
    expect(counts.snapshot()).toEqual([
      { ...nothing, name: 'questions', admitted: 2, refused: 1, insured: 2, uncounted: 1 },
    ]);
  });

  it('are those of the moment they were asked for', () => {
    const counts = new LimitCounts();
    counts.count(decisionOf(limit, room(9), 'store'));
    const [before] = counts.snapshot();
    counts.count(decisionOf(limit, room(8), 'store'));
    expect(before?.admitted).toBe(1);
  });

  it('keep 1,000 names, and one sum of all others', () => {
    const counts = new LimitCounts();
    for (let index = 0; index < 1_003; index++) {
      const named = defineRateLimit({ name: `name-${index}`, limit: 10, per: '1m' });
      counts.count(decisionOf(named, room(9), 'store'));
    }
    counts.count(decisionOf(defineRateLimit({ name: 'name-7', limit: 10, per: '1m' }), room(8), 'store'));
    const stats = counts.snapshot();
    expect(stats).toHaveLength(1_001);
    expect(stats[7]).toEqual({ ...nothing, name: 'name-7', admitted: 2 });
    expect(stats.at(-1)).toEqual({ ...nothing, name: '(others)', admitted: 3 });
  });
});
