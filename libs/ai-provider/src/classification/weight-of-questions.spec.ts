import { describe, expect, it } from 'vitest';
import { LIFETIME_MS, TIME_SENSITIVITIES } from './classification.js';
import { classifyByRules } from './classification.policy.js';

describe('complexity', () => {
  it.each([
    ['What is the capital of France?', 'simple'],
    ['hi', 'simple'],
    ['Was ist 12 mal 14?', 'simple'],
    ['Why do leaves change their colour in autumn?', 'moderate'],
    ['Write a poem about the harbour of Hamburg', 'moderate'],
    [
      'Evaluate our plan to move payroll data to the cloud, weigh the risks, and recommend a strategy.',
      'complex',
    ],
  ])('of %j is %s', (query, complexity) => {
    expect(classifyByRules(query).complexity).toBe(complexity);
  });

  it('never falls when parts are added to a question', () => {
    const parts = [
      'Compare buses and trams',
      ', their price',
      ', their noise',
      '. And what about upkeep',
      '?',
    ];
    const scores = parts.map(
      (_, index) => classifyByRules(parts.slice(0, index + 1).join('')).complexityScore,
    );
    expect(scores).toEqual(scores.toSorted((left, right) => left - right));
    expect(scores.at(-1)).toBeGreaterThan(scores[0] ?? Number.NaN);
  });

  it('counts the length of a text that was read in part', () => {
    const long = classifyByRules(`Summarise this: ${'the committee met again '.repeat(1_000)}`);
    expect(long.complexityScore).toBeGreaterThan(classifyByRules('Summarise this text').complexityScore);
  });
});

describe('time sensitivity', () => {
  it.each([
    ['What is the weather in Oslo right now?', 'live'],
    ["What are today's headlines?", 'daily'],
    ['Who is the current mayor of Berlin?', 'slow'],
    ['Who painted the Mona Lisa?', 'static'],
    ['Wie ist das Wetter gerade?', 'live'],
    ['今日のニュースは何ですか?', 'daily'],
  ])('of %j is %s', (query, sensitivity) => {
    expect(classifyByRules(query).timeSensitivity).toBe(sensitivity);
  });

  it('is static for what says nothing about the world, whatever its words', () => {
    expect(classifyByRules('Translate: what time is it now?').timeSensitivity).toBe('static');
    expect(classifyByRules('Write a poem about the weather today').timeSensitivity).toBe('static');
  });

  it('has a lifetime for each, the more urgent the shorter', () => {
    const lifetimes = TIME_SENSITIVITIES.map((each) => LIFETIME_MS[each]);
    expect(lifetimes).toEqual([60_000, 3_600_000, 86_400_000, 2_592_000_000]);
  });
});
