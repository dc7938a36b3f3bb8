import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveFreshness, type FreshnessOptions } from './freshness.options.js';
import { decideFreshness, lifetimesOf, undecidedFromMs } from './freshness.policy.js';

const decide = (
  remainingMs: number,
  options: FreshnessOptions,
  change: { throttled?: boolean; factoryMs?: number; random?: number } = {},
): unknown => {
  const { throttled = false, factoryMs = 100, random = 0.5 } = change;
  return decideFreshness({ remainingMs, factoryMs, throttled }, resolveFreshness(options), random);
};

describe('freshness', () => {
  const options = { staleFor: 1_000, failSafeFor: 5_000 } as const;

  it('serves what is fresh, refreshes what is stale, and computes what is older', () => {
    expect([1, 0, -999, -1_000, -4_999, -5_000].map((ms) => decide(ms, options))).toEqual([
      { kind: 'serve' },
      { kind: 'serve-and-refresh', why: 'stale' },
      { kind: 'serve-and-refresh', why: 'stale' },
      { kind: 'compute', standIn: true },
      { kind: 'compute', standIn: true },
      { kind: 'compute', standIn: false },
    ]);
  });

  it('leaves a computation alone that has just failed, as long as something can stand in', () => {
    const kinds = [0, -4_999, -5_000].map((ms) => decide(ms, options, { throttled: true }));
    expect(kinds).toEqual([{ kind: 'serve' }, { kind: 'serve' }, { kind: 'compute', standIn: false }]);
  });

  it('serves nothing after its lifetime when nothing was said', () => {
    expect(decide(0, {})).toEqual({ kind: 'compute', standIn: false });
    expect(decide(1, {}, { random: 1e-9 })).toEqual({ kind: 'serve' });
  });

  it('refreshes early as often as XFetch says: with a chance of e^(-remaining / (factory * beta))', () => {
    let early = 0;
    for (let draw = 1; draw <= 10_000; draw++) {
      const decision = decide(200, { earlyRefresh: 2 }, { random: draw / 10_000 });
      if (JSON.stringify(decision).includes('early')) early += 1;
    }
    expect(early).toBeCloseTo(10_000 * Math.exp(-1), -1);
  });

  it('decides nothing but to serve, until a hit has to look', () => {
    const ages = fc.record({
      freshMs: fc.integer({ min: 1, max: 1e6 }),
      factoryMs: fc.integer({ min: 0, max: 1e5 }),
      beta: fc.double({ min: 0, max: 10, noNaN: true }),
      random: fc.double({ min: 1e-8, max: 1, noNaN: true }),
      part: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    fc.assert(
      fc.property(ages, ({ freshMs, factoryMs, beta, random, part }) => {
        const resolved = resolveFreshness({ ...options, earlyRefresh: beta });
        const fromMs = undecidedFromMs(freshMs, factoryMs, resolved);
        fc.pre(fromMs > 0); // else every hit has to look
        const ageMs = fromMs * part;
        const ages = { remainingMs: freshMs - ageMs, factoryMs, throttled: false };
        expect(decideFreshness(ages, resolved, random)).toEqual({ kind: 'serve' });
      }),
    );
  });

  it('shortens lifetimes by chance, and never lengthens one', () => {
    const jittered = resolveFreshness({ jitter: 0.2, staleFor: 50, failSafeFor: 30 });
    expect([0, 0.5, 1].map((random) => lifetimesOf('x', 1_000, jittered, random))).toEqual([
      { freshMs: 1_000, keptMs: 1_050 },
      { freshMs: 900, keptMs: 950 },
      { freshMs: 800, keptMs: 850 },
    ]);
  });

  it('gives null a lifetime of its own, and with 0 none', () => {
    const lifetimes = (value: unknown, options: FreshnessOptions): unknown =>
      lifetimesOf(value, 1_000, resolveFreshness(options), 0).freshMs;
    expect(lifetimes(null, { nullTtl: '50ms' })).toBe(50);
    expect(lifetimes(null, { nullTtl: 0 })).toBe(0);
    expect(lifetimes(null, {})).toBe(1_000);
    expect(lifetimes(0, { nullTtl: '50ms' })).toBe(1_000);
  });
});

describe('the options of freshness', () => {
  it.each([
    [{ staleFor: -1 }, 'staleFor'],
    [{ failSafeFor: Number.NaN }, 'failSafeFor'],
    [{ softTimeout: 0 }, 'softTimeout'],
    [{ softTimeout: '2s', hardTimeout: '2s' }, 'hardTimeout'],
    [{ jitter: 1.1 }, 'jitter'],
    [{ earlyRefresh: Number.POSITIVE_INFINITY }, 'earlyRefresh'],
    [{ nullTtl: 0.5 }, 'nullTtl'],
  ] as const)('refuse %o, naming the field', (options, field) => {
    expect(() => resolveFreshness(options, 'freshness.')).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', field: `freshness.${field}` }),
    );
  });
});
