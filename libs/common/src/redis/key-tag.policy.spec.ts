import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { slotOf } from './key-slot.policy.js';
import { keyTag } from './key-tag.policy.js';

it('puts all keys behind a tag into the slot of the prefix', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[^{}]+$/), fc.string(), (prefix, rest) => {
      expect(slotOf(`${keyTag(prefix)}:${rest}`)).toBe(slotOf(prefix));
    }),
  );
});

it.each(['', '{', 'a}b', '{a}', '{}'])('refuses %j, which would be another tag or none', (prefix) => {
  expect(() => keyTag(prefix)).toThrow(InvalidOptionError);
  expect(() => keyTag(prefix)).toThrow(/^prefix: expected a text without \{ and \}/);
});
