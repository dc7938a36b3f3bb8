import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Choice } from './choice.js';
import { orderBy, STRATEGIES } from './strategy.js';

interface Named extends Choice {
  readonly id: string;
}

const choice = (id: string, rest: Partial<Choice> = {}): Named => ({
  id,
  weight: 1,
  cost: null,
  latencyMs: null,
  inFlight: 0,
  failureShare: 0,
  ...rest,
});
const ids = (choices: readonly Named[]): string[] => choices.map(({ id }) => id);
/** Random numbers that can be drawn again: the same seed gives the same ones (mulberry32). */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

const anyChoice = fc.record({
  id: fc.uuid(),
  weight: fc.double({ min: 0.001, max: 1_000, noNaN: true }),
  cost: fc.option(fc.nat(1_000_000)),
  latencyMs: fc.option(fc.double({ min: 0, max: 60_000, noNaN: true })),
  inFlight: fc.nat(1_000),
  failureShare: fc.double({ min: 0, max: 1, noNaN: true }),
});
const manyChoices = fc.uniqueArray(anyChoice, { minLength: 1, maxLength: 8, selector: ({ id }) => id });

describe.each(STRATEGIES)('the strategy %s', (strategy) => {
  it('loses and doubles nobody, and gives the same order for the same random numbers', () => {
    fc.assert(
      fc.property(manyChoices, fc.integer(), (choices, seed) => {
        const ordered = orderBy(strategy, choices, seeded(seed));
        expect(ids(ordered).toSorted()).toEqual(ids(choices).toSorted());
        expect(ids(orderBy(strategy, choices, seeded(seed)))).toEqual(ids(ordered));
      }),
    );
  });
});

describe('by cost', () => {
  it('the cheapest comes first and an unknown price last, equals in their order', () => {
    const choices = [
      choice('unknown'),
      choice('dear', { cost: 900 }),
      choice('cheap', { cost: 3 }),
      choice('as cheap', { cost: 3 }),
      choice('unknown too'),
    ];
    expect(ids(orderBy('cost', choices, Math.random))).toEqual([
      'cheap',
      'as cheap',
      'dear',
      'unknown',
      'unknown too',
    ]);
  });
});

describe('by latency', () => {
  const fast = choice('fast', { latencyMs: 100 });
  const slow = choice('slow', { latencyMs: 1_000 });
  const slower = choice('slower', { latencyMs: 2_000 });

  it('the quicker of two comes first', () => {
    expect(ids(orderBy('latency', [slow, fast], Math.random))).toEqual(['fast', 'slow']);
  });

  it('a busy one counts its queue', () => {
    const busy = choice('busy', { latencyMs: 100, inFlight: 20 });
    expect(ids(orderBy('latency', [busy, slow], Math.random))).toEqual(['slow', 'busy']);
  });

  it('one whose time is unknown is tried at once while it is idle, and not by a crowd', () => {
    const fresh = choice('fresh');
    expect(ids(orderBy('latency', [fast, fresh], Math.random))).toEqual(['fresh', 'fast']);
    expect(ids(orderBy('latency', [fast, { ...fresh, inFlight: 1 }], Math.random))).toEqual([
      'fast',
      'fresh',
    ]);
  });

  it('never begins with the worst of three, and does not always begin with the best', () => {
    const firsts = new Set<string | undefined>();
    const random = seeded(7);
    for (let draw = 0; draw < 500; draw++)
      firsts.add(ids(orderBy('latency', [slow, fast, slower], random))[0]);
    expect(firsts).toEqual(new Set(['fast', 'slow']));
  });
});

describe('by balance', () => {
  it('twice the price at less than half of the time is better, at more than half it is not', () => {
    const cheap = choice('cheap', { cost: 100, latencyMs: 1_000 });
    const quick = (latencyMs: number) => choice('quick', { cost: 200, latencyMs });
    expect(ids(orderBy('balanced', [cheap, quick(450)], Math.random))).toEqual(['quick', 'cheap']);
    expect(ids(orderBy('balanced', [cheap, quick(550)], Math.random))).toEqual(['cheap', 'quick']);
  });

  it('one that often fails loses its lead', () => {
    const flaky = choice('flaky', { cost: 100, latencyMs: 100, failureShare: 0.5 });
    const sound = choice('sound', { cost: 100, latencyMs: 200 });
    expect(ids(orderBy('balanced', [flaky, sound], Math.random))).toEqual(['sound', 'flaky']);
  });
});

describe('by weight', () => {
  it('each comes first as often as its weight says', () => {
    const choices = [choice('heavy', { weight: 3 }), choice('light')];
    const random = seeded(42);
    let heavy = 0;
    for (let draw = 0; draw < 4_000; draw++) {
      if (ids(orderBy('weighted', choices, random))[0] === 'heavy') heavy++;
    }
    // 4,000 draws of 3/4: five standard deviations are 137.
    expect(Math.abs(heavy - 3_000)).toBeLessThan(137);
  });
});

describe('by load', () => {
  it('the fewest requests for its weight come first, equals in their order', () => {
    const choices = [
      choice('three', { inFlight: 3 }),
      choice('six with room for four times as much', { inFlight: 6, weight: 4 }),
      choice('idle'),
      choice('idle, too'),
    ];
    expect(ids(orderBy('leastBusy', choices, Math.random))).toEqual([
      'idle',
      'idle, too',
      'six with room for four times as much',
      'three',
    ]);
  });
});
