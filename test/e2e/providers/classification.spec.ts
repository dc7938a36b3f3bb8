import { readFile } from 'node:fs/promises';
import { COMPLEXITIES, QUERY_TYPES, TIME_SENSITIVITIES } from '@hydrogenai/ai-provider';
import { describe, expect, it } from 'vitest';
import { evaluate, refit } from '../../../bench/suites/support/classify-evaluation.js';
import { BEGIN, END, classifyMarkdown } from '../../../bench/suites/support/classify-markdown.js';
import { readQuestions } from '../../../bench/suites/support/labelled-questions.js';
import { CALIBRATION } from '../../../libs/ai-provider/src/classification/calibration.policy.js';
import { startPool } from './support/pool.js';

const dev = readQuestions('dev');
const test = readQuestions('test');

describe('the labelled set', () => {
  const all = [...dev, ...test];

  it('has at least 40 questions of every type, none twice, and none in both parts', () => {
    for (const type of [...QUERY_TYPES, 'unknown']) {
      expect(all.filter((question) => question.type === type).length, type).toBeGreaterThanOrEqual(40);
      const parts = [dev, test].map((part) => part.filter((question) => question.type === type).length);
      expect(Math.abs((parts[0] ?? 0) - (parts[1] ?? 0)), type).toBeLessThanOrEqual(2);
    }
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
  });

  it('uses only labels that exist', () => {
    const types = [...QUERY_TYPES, 'unknown'];
    for (const { text, type, alternatives = [], language, complexity, timeSensitivity } of all) {
      expect(types, text).toEqual(expect.arrayContaining([type, ...alternatives]));
      expect(alternatives, text).not.toContain(type);
      expect(COMPLEXITIES, text).toContain(complexity);
      expect(TIME_SENSITIVITIES, text).toContain(timeSensitivity);
      expect(language, text).toMatch(/^(?:[a-z]{2}|und)$/);
    }
  });

  it('is in at least ten languages', () => {
    expect(new Set(test.map(({ language }) => language)).size).toBeGreaterThan(10);
  });
});

describe('the rules, on questions that they were not written on', () => {
  const figures = evaluate(test);

  // A little below what was measured, so that a rule may be improved at the cost of another, but not spoilt.
  it.each([
    ['right, of those that were given a type', figures.accuracy, 0.92],
    ['given a type, of those that have one', figures.coverage, 0.88],
    ['left without a type, of texts that ask for nothing', figures.abstention, 0.88],
    ['language right', figures.language, 0.96],
    ['complexity right', figures.complexity, 0.81],
    ['time sensitivity right', figures.timeSensitivity, 0.93],
    ['time sensitivity right, of what gets old', figures.timeSensitivityOfOld, 0.76],
  ])('are good enough: %s', (_measure, share, floor) => {
    expect(share).toBeGreaterThanOrEqual(floor);
  });

  it.each([...figures.precision])('are right about %s in four of five cases at least', (_type, precision) => {
    expect(precision).toBeGreaterThanOrEqual(0.8);
  });

  it('know how often they are right', () => {
    expect(figures.calibrationError).toBeLessThanOrEqual(0.08);
    for (const { confidence, guesses, right } of figures.reliability) {
      // Twice the standard error of a share, and a tenth.
      const allowed = 0.1 + 2 * Math.sqrt((confidence * (1 - confidence)) / guesses);
      expect(Math.abs(confidence - right / guesses)).toBeLessThanOrEqual(allowed);
    }
  });

  it('have the calibration that their own part of the set gives', () => {
    expect(refit(dev.filter(({ part }) => part === 'calibration'))).toEqual(CALIBRATION);
  });

  it('are shown in the guide as they are', async () => {
    const guide = await readFile(new URL('../../../docs/guides/classification.md', import.meta.url), 'utf8');
    const shown = guide.slice(guide.indexOf(BEGIN), guide.indexOf(END));
    const withoutPadding = (text: string): string =>
      text.replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---');
    expect(withoutPadding(shown)).toContain(withoutPadding(classifyMarkdown(figures)));
  });
});

describe('AiProviderService.classifyQuery', () => {
  it('classifies without asking a provider', async () => {
    await using pool = await startPool();
    expect(await pool.ai.classifyQuery('Compare Postgres and MySQL')).toMatchObject({
      queryType: 'comparison',
      language: 'en',
      stage: 'rules',
    });
    expect(pool.hits()).toEqual({ groq: 0, openai: 0, anthropic: 0 });
  });

  it('ends with the reason of a caller who has gone', async () => {
    await using pool = await startPool();
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(pool.ai.classifyQuery('Compare Postgres and MySQL', { signal })).rejects.toThrow('gone');
  });
});
