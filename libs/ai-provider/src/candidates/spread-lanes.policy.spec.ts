import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createProviderRegistry } from '../providers/provider-registry.js';
import { parseCandidateId } from './candidate-id.js';
import { spreadLanes } from './spread-lanes.policy.js';

const registry = createProviderRegistry({
  groq: { apiKey: ['gsk_1', 'gsk_2', 'gsk_3'] },
  openai: { apiKey: 'sk-1' },
});
const KEYS = ['groq/big', 'openai/big', 'groq/small'].flatMap((id) =>
  registry.candidates(parseCandidateId(id, 'use')),
);

describe('the keys of a model', () => {
  it('change places among themselves only, and none is lost', () => {
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (numbers) => {
          const spread = spreadLanes(KEYS, () => Number(numbers.next().value));
          expect(spread.map(({ id }) => id)).toEqual(KEYS.map(({ id }) => id));
          expect(spread.toSorted(byLane)).toEqual(KEYS.toSorted(byLane));
        },
      ),
    );
  });

  it('come first equally often, each order as often as every other', () => {
    // A generator of equally distributed numbers, so that the test never fails by chance (Lehmer, 1951).
    let seed = 42;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const orders = new Map<string, number>();
    for (let drawn = 0; drawn < 6_000; drawn++) {
      const order = spreadLanes(KEYS, random)
        .slice(0, 3)
        .map(({ account }) => account)
        .join();
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const times of orders.values()) expect(Math.abs(times - 1_000)).toBeLessThan(150);
  });

  it('are left as they are where each model has one', () => {
    const single = KEYS.slice(3, 4);
    expect(spreadLanes(single, () => 0.9)).toBe(single);
  });
});

function byLane(one: { readonly lane: string }, other: { readonly lane: string }): number {
  return one.lane.localeCompare(other.lane);
}
