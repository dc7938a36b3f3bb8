import { afterEach, describe, expect, it, vi } from 'vitest';
import { generateCorrelationId, isCorrelationId } from './correlation-id.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('generateCorrelationId', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('rises over 10,000 calls within one millisecond, and none of them is equal', () => {
    vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] });
    const ids = Array.from({ length: 10_000 }, () => generateCorrelationId());
    expect(new Set(ids).size).toBe(10_000);
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every((id) => UUID_V7.test(id))).toBe(true);
  });

  it('rises on when the wall clock jumps back', () => {
    vi.useFakeTimers({ now: Date.now() + 120_000, toFake: ['Date'] });
    const before = generateCorrelationId();
    vi.setSystemTime(Date.now() - 90_000);
    expect(generateCorrelationId() > before).toBe(true);
  });

  it('begins with the time in ms, as RFC 9562 says', () => {
    const later = Date.now() + 3_600_000;
    vi.useFakeTimers({ now: later, toFake: ['Date'] });
    const millis = Number.parseInt(generateCorrelationId().replaceAll('-', '').slice(0, 12), 16);
    expect(millis).toBe(later);
  });

  it('makes ids that its own check accepts', () => {
    expect(isCorrelationId(generateCorrelationId())).toBe(true);
  });
});

describe('isCorrelationId', () => {
  it.each([['a'], ['0'], ['order-17'], ['svc:req.1_2'], ['x'.repeat(128)]])('accepts %s', (id) => {
    expect(isCorrelationId(id)).toBe(true);
  });

  it.each([
    [''],
    ['x'.repeat(129)],
    ['x'.repeat(10_240)],
    ['a\nb'],
    ['a\n'],
    ['a\r\nSet-Cookie: x=1'],
    ['<script>'],
    ['../etc/passwd'],
    ['a b'],
    ['-rf'],
    ['.hidden'],
    ['ü'],
    ['a\u0000'],
    ['a\u202Eb'],
    [null],
    [undefined],
    [7],
    [['a']],
  ])('refuses %j', (id) => {
    expect(isCorrelationId(id)).toBe(false);
  });
});
