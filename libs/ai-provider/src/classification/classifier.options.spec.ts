import { describe, expect, it } from 'vitest';
import { resolveClassifier, type ClassifierOptions } from './classifier.options.js';

const MODELS = ['chat', 'smart'];

describe('resolveClassifier', () => {
  it('is the rules alone by default', () => {
    expect(resolveClassifier(undefined, MODELS)).toMatchObject({ rules: { rules: [] }, stage: undefined });
  });

  it('resolves rules and stage together', () => {
    const { rules, stage } = resolveClassifier({ types: ['booking'], llm: { model: 'chat' } }, MODELS);
    expect(rules.types).toContain('booking');
    expect(stage).toMatchObject({ model: 'chat', below: 0.8 });
  });

  it.each([
    ['options that are none', 'chat', 'classification: expected'],
    ['a wrong rule', { rules: [null] }, 'classification.rules[0]: expected'],
    ['a stage without a model', { llm: {} }, 'classification.llm.model: expected'],
    ['a model that does not exist', { llm: { model: 'smrt' } }, 'did you mean "smart"? Known: chat, smart.'],
  ])('refuses %s', (_what, options, message) => {
    // The options under test are wrong on purpose.
    expect(() => resolveClassifier(options as ClassifierOptions, MODELS)).toThrow(message);
  });
});
