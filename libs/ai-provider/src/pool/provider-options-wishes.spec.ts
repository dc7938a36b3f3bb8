import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { wishesIn } from './provider-options-wishes.js';

// Whatever a caller of the AI SDK writes; its type allows any JSON.
const read = (hydrogenai: never) => wishesIn({ prompt: [], providerOptions: { hydrogenai } });
const json = (value: unknown): never => value as never;

describe('wishesIn', () => {
  it('wishes nothing without options of the pool', () => {
    expect(wishesIn({ prompt: [] })).toEqual({});
    expect(wishesIn({ prompt: [], providerOptions: { openai: { store: false } } })).toEqual({});
  });

  it('reads preferences, fallback and deadline', () => {
    const wishes = { modelPreferences: ['groq'], fallbackEnabled: false, deadlineMs: 1_500 };
    expect(read(json(wishes))).toEqual(wishes);
  });

  it('leaves out what is not wished', () => {
    expect(read(json({}))).toEqual({
      modelPreferences: undefined,
      fallbackEnabled: undefined,
      deadlineMs: undefined,
    });
  });

  it.each([
    ['modelPreferences', 'groq', 'a list of names'],
    ['modelPreferences', [1], 'a list of names'],
    ['modelPreferences', null, 'a list of names'],
    ['fallbackEnabled', 'yes', 'true or false'],
    ['deadlineMs', '5s', 'whole milliseconds'],
    ['deadlineMs', 0, 'from 1ms'],
    ['deadlineMs', 1.5, 'whole milliseconds'],
  ])('refuses %s as %j, naming the field and what it accepts', (field, value, accepted) => {
    const attempt = (): unknown => read(json({ [field]: value }));
    expect(attempt).toThrow(InvalidOptionError);
    expect(attempt).toThrow(`providerOptions.hydrogenai.${field}: expected`);
    expect(attempt).toThrow(accepted);
  });
});
