import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { resolveRules, type ClassificationOptions } from './classification.options.js';
import { hasNestedRepetition } from './rule-safety.policy.js';

/** As JavaScript users write it: whatever it is. */
const resolve = (options: unknown): unknown => resolveRules(options as ClassificationOptions);
const withRule = (rule: object): object => ({
  rules: [{ name: 'mine', type: 'code', pattern: /x/, ...rule }],
});

describe('resolveRules', () => {
  it('fills the documented defaults', () => {
    const pattern = /x/;
    expect(resolveRules()).toMatchObject({ rules: [], abstainBelow: 0.5 });
    expect(resolveRules({ rules: [{ name: 'mine', type: 'code', pattern }] }).rules).toEqual([
      { name: 'mine', type: 'code', weight: 3, pattern },
    ]);
  });

  it('adds types after ours', () => {
    expect(resolveRules({ types: ['booking'] }).types.slice(-2)).toEqual(['conversational', 'booking']);
  });

  it.each([
    ['types that are no list', { types: 'booking' }, 'classification.types'],
    ['a type in capitals', { types: ['Booking'] }, 'classification.types[0]'],
    ['a type of ours', { types: ['ok', 'code'] }, 'classification.types[1]'],
    ['a type twice', { types: ['ok', 'ok'] }, 'classification.types[1]'],
    ['the abstention as a type', { types: ['unknown'] }, 'classification.types[0]'],
    ['rules that are no list', { rules: {} }, 'classification.rules'],
    ['too many rules', { rules: Array.from({ length: 201 }, () => ({})) }, 'classification.rules'],
    ['a rule that is null', { rules: [null] }, 'classification.rules[0]'],
    ['a rule without a name', withRule({ name: '' }), 'classification.rules[0].name'],
    ['a name of ours', withRule({ name: 'arithmetic' }), 'classification.rules[0].name'],
    ['a rule of an unknown type', withRule({ type: 'cod' }), 'classification.rules[0].type'],
    ['a rule for the abstention', withRule({ type: 'unknown' }), 'classification.rules[0].type'],
    ['a weight of nothing', withRule({ weight: 0 }), 'classification.rules[0].weight'],
    ['a weight that is no number', withRule({ weight: Number.NaN }), 'classification.rules[0].weight'],
    ['a pattern that is text', withRule({ pattern: 'x' }), 'classification.rules[0].pattern'],
    ['a pattern with the flag g', withRule({ pattern: /x/g }), 'classification.rules[0].pattern'],
    ['a pattern with the flag y', withRule({ pattern: /x/y }), 'classification.rules[0].pattern'],
    ['a nested repetition', withRule({ pattern: /(a+)+$/ }), 'classification.rules[0].pattern'],
    ['a share above 1', { abstainBelow: 1.1 }, 'classification.abstainBelow'],
    ['a share that is text', { abstainBelow: '0.5' }, 'classification.abstainBelow'],
  ])('refuses %s, naming the field', (_what, options, field) => {
    expect(() => resolve(options)).toThrow(InvalidOptionError);
    expect(() => resolve(options)).toThrow(`${field}: expected`);
  });

  it('refuses two rules of one name', () => {
    const rule = { name: 'mine', type: 'code', pattern: /x/ };
    expect(() => resolve({ rules: [rule, rule] })).toThrow('classification.rules[1].name');
  });
});

describe('hasNestedRepetition', () => {
  it.each([
    /(a+)+/,
    /(a*)*$/,
    /(?:a|b+)*/,
    /((a+)b)+/,
    /(\w{2,}\s)+/,
    /([a-z]+)*/,
    /(a{1,99}){2,}/,
    /(?:(?:x)+y)*/,
  ])('is true for %s', (pattern) => {
    expect(hasNestedRepetition(pattern)).toBe(true);
  });

  it.each([
    /a+b+/,
    /(?:ab)+/,
    /(a+)b/,
    /\(a+\)+/,
    /[(a+)]+/,
    /(a+)?/,
    /(a{1,3}){2}/,
    /a{2}/,
    /(?:a+)(?:b)+/,
    /x{,3}/,
  ])('is false for %s', (pattern) => {
    expect(hasNestedRepetition(pattern)).toBe(false);
  });
});
