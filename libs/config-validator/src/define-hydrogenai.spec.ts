import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { defineHydrogenai, definedBy, type HydrogenaiConfiguration } from './define-hydrogenai.js';
import { ConfigSchema } from './schema/config-schema.decorator.js';
import { Env } from './schema/env.decorator.js';

@ConfigSchema({ title: 'Door' })
class Door {
  @Env('DOOR') door = 'a';
}

describe('what is declared', () => {
  it('is the same object for the module and for the command, and known by its maker alone', () => {
    const options = { schemas: [Door], envFiles: ['.env'] };
    const declared = defineHydrogenai(options);
    expect(declared).toEqual(options);
    expect(Object.isFrozen(declared)).toBe(true);
    expect([declared, options, { ...declared }, undefined].map(definedBy)).toEqual([
      'us',
      'nobody',
      'nobody',
      'nobody',
    ]);
  });

  it.each([
    [{ schemas: [Door], ingore: [] }, /^ingore: expected one of the options schemas, boot, ignore/],
    [{ schemas: [] }, /^schemas: expected a list of at least one schema/],
    [{ schemas: [class {}] }, /^schemas\[0\]: expected a class with @ConfigSchema/],
    [{ schemas: [Door], boot: { failOn: 'error' } }, /^boot\.failOn: expected critical, warning or never/],
  ])('is refused at once when it is wrong: %j', (options, message) => {
    // The cast stands for a caller without types.
    const define = () => defineHydrogenai(options as unknown as HydrogenaiConfiguration);
    expect(define).toThrow(InvalidOptionError);
    expect(define).toThrow(message);
  });
});
