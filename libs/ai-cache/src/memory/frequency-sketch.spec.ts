import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrequencySketch, hashOf } from './frequency-sketch.js';

describe('the frequency sketch', () => {
  it('never estimates less than what was raised, up to its greatest count', () => {
    const raises = fc.array(fc.tuple(fc.nat(500), fc.nat(400)), { maxLength: 200 });
    fc.assert(
      fc.property(raises, (pairs) => {
        const sketch = new FrequencySketch();
        const most = new Map<number, number>();
        for (const [key, uses] of pairs) {
          sketch.raise(hashOf(`key ${key}`), uses);
          most.set(key, Math.max(most.get(key) ?? 0, Math.min(uses, 255)));
        }
        for (const [key, uses] of most)
          expect(sketch.estimate(hashOf(`key ${key}`))).toBeGreaterThanOrEqual(uses);
      }),
    );
  });

  it('takes fewer than one key in two hundred for another when it fits its keys', () => {
    const sketch = new FrequencySketch();
    sketch.fit(10_000);
    for (let key = 0; key < 10_000; key++) sketch.raise(hashOf(`known ${key}`), 9);
    const wrong = Array.from({ length: 10_000 }, (_, key) => sketch.estimate(hashOf(`new ${key}`))).filter(
      (estimate) => estimate > 0,
    );
    // 10,000 keys in rows of 65,536: a foreign key meets a used counter in all four rows with a chance of 0.14^4 = 0.04 %.
    expect(wrong.length).toBeLessThan(50);
  });

  it('keeps every estimate when it grows, and grows no further than 16 MiB', () => {
    const sketch = new FrequencySketch();
    for (let key = 0; key < 500; key++) sketch.raise(hashOf(`key ${key}`), key % 200);
    const estimates = (): number[] =>
      Array.from({ length: 1_000 }, (_, key) => sketch.estimate(hashOf(`key ${key}`)));
    const before = estimates();
    sketch.fit(40_000);
    expect(sketch.bytes).toBe(262_144 * 4);
    expect(estimates()).toEqual(before);
    sketch.fit(1e9);
    expect(sketch.bytes).toBe(16 * 1_024 * 1_024);
  });

  it('gives new keys no history, however many there are of them', () => {
    const sketch = new FrequencySketch();
    let known = 0;
    for (let key = 0; key < 200_000; key++) {
      const hash = hashOf(`once ${key}`);
      const uses = sketch.estimate(hash) + 1;
      if (uses > 1) known += 1;
      sketch.raise(hash, uses);
    }
    expect(known).toBeLessThan(200_000 * 0.02);
  });

  it('halves every count with age, whatever stands beside it', () => {
    const sketch = new FrequencySketch();
    const hashes = Array.from({ length: 300 }, (_, key) => hashOf(`key ${key}`));
    for (const [key, hash] of hashes.entries()) sketch.raise(hash, key % 256);
    const before = hashes.map((hash) => sketch.estimate(hash));
    sketch.age();
    expect(hashes.map((hash) => sketch.estimate(hash))).toEqual(before.map((count) => count >> 1));
  });
});
