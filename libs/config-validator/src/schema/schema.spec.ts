import { InvalidOptionError } from '@hydrogenai/common';
import { Secret } from '@hydrogenai/security';
import { IsOptional } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { ConfigSchema } from './config-schema.decorator.js';
import { describeSchema, describeSchemas } from './describe-schema.js';
import { Env } from './env.decorator.js';
import { Sensitive } from './sensitive.decorator.js';
import { Advice } from '../advice/advice.decorator.js';
import { ConnectionString } from '../connection/connection-string.decorator.js';
import { ApiKey } from '../keys/api-key.decorator.js';
import { Probe } from '../probes/probe.decorator.js';
import type { VariableKind } from '../coercion/coerce.policy.js';

describe('a schema class', () => {
  it('learns the kind from `as`, the declared type, or the default', () => {
    @ConfigSchema({ title: 'Kinds' })
    class Kinds {
      @Env('A') a?: string;
      @Env('B') b?: number;
      @Env('C') c?: boolean;
      @Env('D') d?: string[];
      @Env('E', { as: 'integer' }) e?: number;
      @Env('F') f = 1;
      @Env('G') g: 'x' | number = 'x';
      @Env('H') h?: Secret;
      @Env('I') i?: URL;
      @Env('J', { as: 'duration' }) j = 5_000;
    }
    expect(describeSchema(Kinds).variables.map(({ name, kind }) => [name, kind])).toEqual([
      ['A', 'string'],
      ['B', 'number'],
      ['C', 'boolean'],
      ['D', 'list'],
      ['E', 'integer'],
      ['F', 'number'],
      ['G', 'string'],
      ['H', 'secret'],
      ['I', 'url'],
      ['J', 'duration'],
    ]);
  });

  it('is refused when nothing says the kind, as under a build without types', () => {
    class Bare {
      declare a?: string;
    }
    // What the decorators of a build without `design:type` do.
    Env('A')(Bare.prototype, 'a');
    const define = () => ConfigSchema({ title: 'Bare' })(Bare);
    expect(define).toThrow(InvalidOptionError);
    expect(define).toThrow(
      /Bare\.a, "as": expected one of string, boolean, integer, number, list, duration, bytes, url, secret/,
    );
  });

  it('takes over the variables of the class that it extends and may redefine them', () => {
    @ConfigSchema({ title: 'Base' })
    class Base {
      @Env('A') @Sensitive() a = 'a';
      @Env('B') b = 'b';
    }
    @ConfigSchema({ title: 'More' })
    class More extends Base {
      @Env('OTHER_B') override b = 'c';
      @Env('C') c = 'c';
    }
    const described = (schema: new () => object) =>
      describeSchema(schema).variables.map(({ name, sensitive }) => `${name} ${sensitive}`);
    expect(described(More)).toEqual(['A true', 'OTHER_B false', 'C false']);
    expect(described(Base)).toEqual(['A true', 'B false']);
  });

  it.each<[string, () => void, RegExp]>([
    ['a name with a blank', () => Env('A B')({}, 'a'), /letters, digits and _, received "A B"/],
    ['an empty name', () => Env('')({}, 'a'), /letters, digits/],
    // The cast stands for a caller without types.
    ['an unknown kind', () => Env('A', { as: 'date' as VariableKind })({}, 'a'), /received "date"/],
    ['a static property', () => Env('A')(class {}, 'a'), /instance property/],
    ['a symbol property', () => Sensitive()({}, Symbol('s')), /instance property/],
    // The casts stand for a caller without types.
    ['an unknown provider', () => ApiKey('other' as 'groq')({}, 'a'), /'openai', 'anthropic', 'groq'/],
    ['no scheme', () => ConnectionString({ schemes: [] })({}, 'a'), /at least one scheme/],
    ['a scheme with its colon', () => ConnectionString({ schemes: ['a:'] })({}, 'a'), /without the colon/],
    ['advice that is no function', () => Advice('a' as never)({}, 'a'), /a function from the value/],
    ['a probe that is none', () => Probe({} as Probe)({}, 'a'), /a probe/],
    ['a bad prefix', () => ConfigSchema({ title: 'T', prefix: 'A-' })(class {}), /a prefix of letters/],
    ['an empty title', () => define(' ', ['a', 'A']), /a title that is not empty/],
    ['no variable', () => define('T'), /at least one property with @Env/],
    [
      'a variable named twice',
      () => define('T', ['a', 'A'], ['b', 'A']),
      /every name of @Env once, received "A"/,
    ],
    ['a property named twice', () => define('T', ['a', 'A'], ['a', 'B']), /every property of @Env once/],
    [
      'a sensitive property without a variable',
      () => defineStray(),
      /@Sensitive only beside @Env, received "b"/,
    ],
    [
      'a class that is none',
      () => describeSchemas([class Plain {}]),
      /schemas\[0\]: expected a class with @ConfigSchema/,
    ],
    ['no class at all', () => describeSchemas([]), /at least one schema/],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(InvalidOptionError);
    expect(act).toThrow(message);
  });

  it('takes keys, connection strings and values of type Secret for sensitive', () => {
    @ConfigSchema({ title: 'Sensitive' })
    class Some {
      @Env('KEY') @ApiKey('groq') key?: string;
      @Env('URL') @ConnectionString({ schemes: ['redis'] }) url?: string;
      @Env('SECRET') secret?: Secret;
      @Env('PLAIN') plain?: string;
    }
    expect(describeSchema(Some).variables.map(({ sensitive }) => sensitive)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('keeps advice and probes in the order in which they stand', () => {
    const probe = (name: string) => ({ name, kind: 'service' as const, run: () => Promise.reject() });
    const [first, second] = [() => 'first', () => 'second'];
    @ConfigSchema({ title: 'Both' })
    class Both {
      @Env('A') @Probe(probe('one')) @Advice(first) @Probe(probe('two')) @Advice(second) a = 'a';
    }
    const [variable] = describeSchema(Both).variables;
    expect(variable?.probes.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(variable?.advice).toEqual([first, second]);
  });

  it('needs no more than its decorators from class-validator', () => {
    @ConfigSchema({ title: ' Trimmed ' })
    class Optional {
      @Env('A') @IsOptional() a?: string;
    }
    expect(describeSchema(Optional).title).toBe('Trimmed');
  });
});

function define(title: string, ...variables: readonly (readonly [string, string])[]): void {
  class Some {}
  for (const [property, name] of variables) Env(name, { as: 'string' })(Some.prototype, property);
  ConfigSchema({ title })(Some);
}

function defineStray(): void {
  class Some {}
  Env('A', { as: 'string' })(Some.prototype, 'a');
  Sensitive()(Some.prototype, 'b');
  ConfigSchema({ title: 'T' })(Some);
}
