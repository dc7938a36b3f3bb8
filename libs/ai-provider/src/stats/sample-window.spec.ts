import { describe, expect, it } from 'vitest';
import { SampleWindow } from './sample-window.js';

describe('SampleWindow', () => {
  it('says nothing of nothing', () => {
    expect(new SampleWindow(4).percentiles()).toBeNull();
  });

  it('gives nearest-rank percentiles', () => {
    const window = new SampleWindow(100);
    for (let sample = 100; sample >= 1; sample--) window.add(sample);
    expect(window.percentiles()).toEqual({ p50: 50, p95: 95, samples: 100 });
  });

  it('is exact for one sample', () => {
    const window = new SampleWindow(4);
    window.add(7);
    expect(window.percentiles()).toEqual({ p50: 7, p95: 7, samples: 1 });
  });

  it('forgets the oldest sample first, and never holds more than its size', () => {
    const window = new SampleWindow(3);
    for (const sample of [1_000, 1, 2, 3]) window.add(sample);
    expect(window.percentiles()).toEqual({ p50: 2, p95: 3, samples: 3 });
    for (let sample = 0; sample < 10_000; sample++) window.add(5);
    expect(window.percentiles()).toEqual({ p50: 5, p95: 5, samples: 3 });
  });
});
