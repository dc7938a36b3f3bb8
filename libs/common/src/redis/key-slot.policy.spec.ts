import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16, slotOf, SLOT_COUNT } from './key-slot.policy.js';

describe('slotOf', () => {
  it('is the checksum of the Cluster specification, by its reference vector', () => {
    expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
    expect(slotOf('123456789')).toBe(0x31c3 % SLOT_COUNT);
  });

  it.each([
    // Examples of the specification, in its words.
    ['{user1000}.following', 'user1000'],
    ['foo{{bar}}zap', '{bar'],
    ['foo{bar}{zap}', 'bar'],
  ])('hashes of %s only %s', (key, part) => {
    expect(slotOf(key)).toBe(crc16(Buffer.from(part)) % SLOT_COUNT);
  });

  it.each(['foo{}{bar}', 'foo{bar', 'foo}bar{', '{}'])('hashes the whole of %s', (key) => {
    expect(slotOf(key)).toBe(crc16(Buffer.from(key)) % SLOT_COUNT);
  });

  it('keeps everything behind one tag together, and within the slots', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^{}]+$/), fc.string(), (tag, rest) => {
        const slot = slotOf(`{${tag}}${rest}`);
        expect(slot).toBe(slotOf(`{${tag}}`));
        expect(slot >= 0 && slot < SLOT_COUNT).toBe(true);
      }),
    );
  });
});
