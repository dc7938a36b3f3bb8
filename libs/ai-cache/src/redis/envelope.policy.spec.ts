import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifetimeOf, openEnvelope, writeEnvelope } from './envelope.policy.js';

const envelope = {
  text: '{"n":12345}',
  createdAtMs: 1_000,
  expiresAtMs: 6_000,
  life: '17',
  asOf: 3,
  tags: ['tA-_9', 'tB'],
};

describe('the envelope in Redis', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.integer({ min: 1, max: 10 ** 9 }),
        (text, createdAtMs, lifetime) => {
          const written = { ...envelope, text, createdAtMs, expiresAtMs: createdAtMs + lifetime };
          expect(openEnvelope(writeEnvelope(written))).toEqual({ kind: 'open', envelope: written });
        },
      ),
    );
  });

  it('is never read when it was cut off anywhere', () => {
    const whole = writeEnvelope({ ...envelope, text: '12345' });
    for (let length = 0; length < whole.length; length++) {
      expect(openEnvelope(whole.slice(0, length)).kind).toBe('unreadable');
    }
  });

  it.each([
    ['', 'foreign'],
    ['{"value":1,"expires":2}', 'foreign'],
    ['hyd', 'broken'],
    ['hyd1|', 'broken'],
    ['hyd1|x|6000|17|3||1|1', 'broken'],
    ['hyd1|6000|6000|17|3||1|1', 'broken'],
    ['hyd1|1000|6000|17|3||2|1', 'broken'],
    ['hyd1|1000|6000|1|1', 'broken'],
    ['hyd2|whatever comes', 'version'],
    ['hyd0|1000|6000|17|3||1|1', 'version'],
  ])('%j is %s', (stored, reason) => {
    expect(openEnvelope(stored)).toEqual({ kind: 'unreadable', reason });
  });

  it('leaves the remaining time, and the age', () => {
    expect(lifetimeOf(envelope, 3_500)).toEqual({ ageMs: 2_500, remainingMs: 2_500 });
    expect(lifetimeOf(envelope, 6_000).remainingMs).toBe(0);
  });

  it('lives no longer than its writer said where the clock of the reader is behind', () => {
    expect(lifetimeOf(envelope, 0)).toEqual({ ageMs: 0, remainingMs: 5_000 });
  });
});
