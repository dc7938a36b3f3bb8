import { describe, expect, it } from 'vitest';
import { isAutoModel, resolveAutoModel, type AutoModelOptions } from './auto-model.options.js';
import { chooseModel } from './auto-model.policy.js';
import { QUERY_TYPES } from './query-type.js';

const CONTEXT = {
  types: [...QUERY_TYPES, 'booking'],
  models: ['chat', 'smart', 'coder'],
  autoModels: ['auto', 'other'],
};

/** As JavaScript users write it: whatever it is. */
const resolve = (classify: unknown) =>
  resolveAutoModel({ classify } as AutoModelOptions, CONTEXT, 'models.auto');
const choose = (classify: object, queryType: string, complexity: 'simple' | 'moderate' | 'complex') =>
  chooseModel({ queryType, complexity }, resolve(classify));

describe('chooseModel', () => {
  const classify = { simple: 'chat', complex: 'smart', code: 'coder', default: 'chat' };

  it.each([
    ['code', 'simple', 'coder', 'type code'],
    ['code', 'complex', 'coder', 'type code'],
    ['math', 'complex', 'smart', 'complexity complex'],
    ['unknown', 'simple', 'chat', 'complexity simple'],
    ['math', 'moderate', 'chat', 'default'],
  ] as const)('gives a %s %s question to %s: %s', (type, complexity, model, why) => {
    expect(choose(classify, type, complexity)).toEqual({ model, why });
  });

  it('serves types of the application, and the abstention', () => {
    expect(choose({ booking: 'smart', unknown: 'chat', default: 'coder' }, 'booking', 'simple').model).toBe(
      'smart',
    );
    expect(choose({ booking: 'smart', unknown: 'chat', default: 'coder' }, 'unknown', 'complex').model).toBe(
      'chat',
    );
  });

  it('gives a complexity without a model to the next harder one, or else to the next easier one', () => {
    const two = { simple: 'chat', complex: 'smart' };
    expect(choose(two, 'math', 'moderate')).toEqual({ model: 'smart', why: 'complexity complex' });
    expect(choose({ simple: 'chat' }, 'math', 'complex')).toEqual({
      model: 'chat',
      why: 'complexity simple',
    });
    expect(choose({ complex: 'smart' }, 'math', 'simple')).toEqual({
      model: 'smart',
      why: 'complexity complex',
    });
  });
});

describe('resolveAutoModel', () => {
  it.each([
    ['nothing', undefined, 'models.auto.classify: expected'],
    ['an empty mapping', {}, 'models.auto.classify: expected'],
    ['types without a rest', { code: 'coder' }, 'a "default" or a complexity'],
    ['an unknown key', { simpel: 'chat' }, 'did you mean "simple"?'],
    ['an unknown target', { default: 'smrt' }, 'did you mean "smart"? Known: chat, smart, coder.'],
    ['itself', { default: 'auto' }, 'models.auto.classify.default: expected a logical model with candidates'],
    ['another that chooses', { simple: 'chat', complex: 'other' }, 'models.auto.classify.complex: expected'],
    ['a target that is no name', { default: 7 }, 'models.auto.classify.default: expected the name'],
  ])('refuses %s', (_what, classify, message) => {
    expect(() => resolve(classify)).toThrow(message);
  });

  it('tells its options from those of a model with candidates', () => {
    expect(isAutoModel({ classify: { default: 'chat' } })).toBe(true);
    expect(isAutoModel({ use: ['groq/x'] })).toBe(false);
  });
});
