import {
  ArrayMinSize,
  Equals,
  IsEnum,
  IsIn,
  IsInt,
  IsNotIn,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  registerDecorator,
  Validate,
  ValidateIf,
  ValidateNested,
  validateSync,
  ValidatorConstraint,
} from 'class-validator';
import { describe, expect, it } from 'vitest';
import { PropertyRules } from './rule-check.js';
import { ruleMessage, type BrokenRule } from './rule-message.policy.js';
import { sharesText } from './shared-text.policy.js';

const context = { variable: 'KEY', title: 'Keys', sensitive: false, value: 'sk-rejected-value-1234' };

describe('running rules', () => {
  class Values {
    @IsString() @MinLength(5) @MaxLength(8) a: unknown = 'abc';
    @IsInt() @Min(1) @Max(5) b: unknown = 9.5;
    @IsIn(['x', 'y']) @IsNotIn(['z']) c: unknown = 'z';
    @IsOptional() @IsInt() d: unknown = undefined;
    @IsOptional() @IsInt() e: unknown = 'e';
    @ValidateIf(({ a }: Values) => a === 'never') @IsInt() f: unknown = 'f';
    @IsString({ each: true }) @ArrayMinSize(3) g: unknown = ['a', 2];
    @Matches(/^\d+$/, { validateIf: () => false }) h: unknown = 'h';
  }

  it('finds what class-validator finds', () => {
    const theirs = validateSync(new Values()).flatMap(({ property, constraints }) =>
      Object.keys(constraints ?? {}).map((rule) => `${property} ${rule}`),
    );
    const instance = new Values();
    const ours = Object.keys(instance).flatMap((property) => {
      const rules = PropertyRules.of(Values)(property);
      if (rules.apply(instance) !== true) return [];
      return rules
        .check(instance)
        .map((one) => `${property} ${one.kind === 'broken' ? one.broken.rule : one.kind}`);
    });
    expect(ours.sort()).toEqual(theirs.sort());
    expect(ours).toHaveLength(8);
  });

  it('counts a rule that throws, waits or is not for texts as undetermined, and goes on', () => {
    class Hard {
      @Validate(Throwing) @IsInt() a = 'canary';
      @Late() @IsInt() b = 'canary';
      @Announced() b2 = 'canary';
      @ValidateNested() c = 'canary';
      @ValidateIf(() => {
        throw new Error('canary');
      })
      d = 'canary';
    }
    const check = (property: string) => PropertyRules.of(Hard)(property).check(new Hard());
    const kinds = (property: string) => check(property).map(({ kind }) => kind);
    expect(kinds('a').sort()).toEqual(['broken', 'undetermined']);
    expect(kinds('b').sort()).toEqual(['broken', 'undetermined']);
    expect(check('b2')).toMatchObject([{ kind: 'undetermined', why: 'asynchronous' }]);
    expect(kinds('c')).toEqual(['undetermined']);
    expect(PropertyRules.of(Hard)('d').apply(new Hard())).toBe('undetermined');
    expect(JSON.stringify(check('a'))).not.toContain('canary');
  });
});

describe('the sentence for a broken rule', () => {
  it.each<[string, readonly unknown[], string]>([
    ['min', [100], 'The value must be at least 100.'],
    ['isLength', [2, undefined], 'The value must have 2 or more characters.'],
    ['isLength', [2, 4], 'The value must have 2 to 4 characters.'],
    ['isIn', [['a', 'b']], 'The value must be one of a, b.'],
    ['matches', [/^gsk_/], 'The value must match the pattern /^gsk_/.'],
    ['isNotIn', [['changeme']], 'The value is one of the values that are not allowed.'],
    ['isPossible', [], 'The value breaks the rule isPossible.'],
    ['constructor', [], 'The value breaks the rule constructor.'],
    ['min', [new Date(0)], 'The value breaks the rule min.'],
  ])('%s %j', (rule, args, sentence) => {
    expect(ruleMessage({ rule, args, message: undefined }, context)).toBe(sentence);
  });

  it('tells only numbers about a secret', () => {
    const sensitive = { ...context, sensitive: true };
    const say = (rule: string, ...args: readonly unknown[]) =>
      ruleMessage({ rule, args, message: undefined }, sensitive);
    expect(say('minLength', 20)).toBe('The value must have at least 20 characters.');
    expect(say('matches', /^only-mine/)).not.toContain('only-mine');
    expect(say('isIn', ['only-mine'])).not.toContain('only-mine');
    expect(say('contains', 'only-mine')).not.toContain('only-mine');
    expect(
      ruleMessage(
        { rule: 'isIn', args: [['only-mine'], 7], message: '$constraint1/$constraint2' },
        sensitive,
      ),
    ).toBe('/7');
  });

  it("uses the schema's own text with everything but the value", () => {
    const broken: BrokenRule = {
      rule: 'min',
      args: [5, ['a', 'b']],
      message: '$property of $target, not "$value": $constraint1 or $constraint2',
    };
    expect(ruleMessage(broken, context)).toBe('KEY of Keys, not "": 5 or a, b');
  });

  it('falls back to less telling texts rather than show the value', () => {
    const message = 'do not use sk-rejected-value-1234';
    expect(ruleMessage({ rule: 'min', args: [5], message }, context)).toBe('The value must be at least 5.');
    expect(ruleMessage({ rule: 'contains', args: ['rejected-value-1'], message }, context)).toBe(
      'The value breaks the rule contains.',
    );
  });
});

describe('a text shares a value', () => {
  it.each([
    ['is hunter22 wrong', 'hunter22', true],
    ['abcdefghijkl', '--abcdefghijkl--', true],
    ['abcdefghijk', '--abcdefghijkl--', false],
    ['at most 100', '100', false],
    ['', 'hunter22', false],
  ])('%j and %j: %j', (text, value, shares) => {
    expect(sharesText(text, value)).toBe(shares);
  });
});

@ValidatorConstraint()
class Throwing {
  validate(value: unknown): boolean {
    throw new Error(String(value));
  }
}

/** A rule that answers later without having said so, and fails then. */
function Late(): PropertyDecorator {
  return custom(false, async (value) => {
    throw new Error(String(value));
  });
}

/** A rule that says that it answers later. */
function Announced(): PropertyDecorator {
  return custom(true, () => {
    throw new Error('it must not be asked');
  });
}

function custom(async: boolean, validate: (value: unknown) => boolean | Promise<boolean>): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'late',
      async,
      target: target.constructor,
      propertyName: String(property),
      validator: { validate },
    });
  };
}

// Rules whose names the table must know as class-validator writes them.
describe('the phrase table', () => {
  it('knows rules by the names that class-validator gives them', () => {
    class Named {
      @IsUrl() url: unknown = 1;
      @IsEnum({ a: 'a' }) mode: unknown = 1;
      @Equals('x') equal: unknown = 1;
    }
    const sentences = Object.keys(new Named()).flatMap((property) =>
      PropertyRules.of(Named)(property)
        .check(new Named())
        .map((one) => (one.kind === 'broken' ? ruleMessage(one.broken, context) : one.kind)),
    );
    expect(sentences).toEqual([
      'The value must be a URL of the accepted form.',
      'The value must be one of a.',
      'The value must equal what the schema says.',
    ]);
  });
});
