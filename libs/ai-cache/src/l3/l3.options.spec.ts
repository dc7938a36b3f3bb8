import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { resolveL3, type L3Options } from './l3.options.js';

const keyv = new Keyv();

describe('options of the third tier', () => {
  it('have safe defaults', () => {
    expect(resolveL3({ keyv })).toEqual({
      keyv,
      deadlineMs: 500,
      maxQueuedWrites: 1_000,
      maxQueuedBytes: 32 * 1024 * 1024,
      required: true,
      keepOpen: false,
    });
  });

  it.each<[string, unknown]>([
    ['l3.keyv', {}],
    ['l3.keyv', { keyv: 'postgres://user:canary@host' }],
    ['l3.keyv', { keyv: { get: () => 1 } }],
    ['l3.deadlineMs', { keyv, deadlineMs: -1 }],
    ['l3.deadlineMs', { keyv, deadlineMs: '2m' }],
    ['l3.maxQueuedWrites', { keyv, maxQueuedWrites: 0 }],
    ['l3.maxQueuedBytes', { keyv, maxQueuedBytes: Number.NaN }],
    ['l3.required', { keyv, required: 'no' }],
    ['l3.keepOpen', { keyv, keepOpen: 1 }],
  ])('name a wrong %s', (field, options) => {
    // JavaScript may give anything.
    const resolve = (): unknown => resolveL3(options as L3Options);
    expect(resolve).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', field }));
    expect(resolve).not.toThrow(/canary/);
  });
});
