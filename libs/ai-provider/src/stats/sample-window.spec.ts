import { describe, expect, it } from 'vitest';
import { SampleWindow } from './sample-window.js';

const windowOf = (size: number, maxAgeMs = 1_000): SampleWindow => new SampleWindow({ size, maxAgeMs });

describe('SampleWindow', () => {
  it('says nothing of nothing', () => {
    expect(windowOf(4).percentiles(0)).toBeNull();
    expect(windowOf(4).mean(0)).toBeNull();
  });

  it('gives nearest-rank percentiles, and the mean', () => {
    const window = windowOf(100);
    for (let sample = 100; sample >= 1; sample--) window.add(sample, 0);
    expect(window.percentiles(0)).toEqual({ p50: 50, p95: 95, p99: 99, samples: 100 });
    expect(window.mean(0)).toBe(50.5);
  });

  it('is exact for one sample', () => {
    const window = windowOf(4);
    window.add(7, 0);
    expect(window.percentiles(0)).toEqual({ p50: 7, p95: 7, p99: 7, samples: 1 });
    expect(window.mean(0)).toBe(7);
  });

  it('forgets the oldest sample first, and never holds more than its size', () => {
    const window = windowOf(3);
    for (const sample of [1_000, 1, 2, 3]) window.add(sample, 0);
    expect(window.percentiles(0)).toEqual({ p50: 2, p95: 3, p99: 3, samples: 3 });
    for (let sample = 0; sample < 10_000; sample++) window.add(5, 0);
    expect(window.percentiles(0)).toEqual({ p50: 5, p95: 5, p99: 5, samples: 3 });
  });

  it('does not count what is too old, and changes nothing by being asked', () => {
    const window = windowOf(10);
    window.add(9, 0);
    window.add(1, 600);
    expect(window.mean(999)).toBe(5);
    expect(window.percentiles(1_000)).toEqual({ p50: 1, p95: 1, p99: 1, samples: 1 });
    expect(window.percentiles(1_600)).toBeNull();
    expect(window.mean(999)).toBe(5);
  });
});
