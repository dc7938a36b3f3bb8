import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { ExpectedUse } from './expected-use.js';

const usage = (input: number | undefined, output: number | undefined): LanguageModelV4Usage => ({
  inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: output, text: output, reasoning: 0 },
});
const profile = { inputTokens: 100, maxOutputTokens: undefined };

describe('ExpectedUse', () => {
  it('expects 1,024 tokens of output before the first answer, and what the first one had after it', () => {
    const expected = new ExpectedUse();
    expect(expected.outputTokens).toBe(1_024);
    expected.learnOutput(usage(10, 80));
    expect(expected.outputTokens).toBe(80);
  });

  it('rises fast and falls slowly, so that few answers exceed it', () => {
    const expected = new ExpectedUse();
    const outputs = Array.from({ length: 400 }, (_, n) => 50 + ((n * 37) % 100));
    let exceeded = 0;
    for (const output of outputs) {
      if (output > expected.outputTokens) exceeded += 1;
      expected.learnOutput(usage(10, output));
    }
    expect(exceeded / outputs.length).toBeLessThan(0.3);
    expect(expected.outputTokens).toBeLessThan(160);
  });

  it('learns by which factor the estimate of prompts is off, within bounds', () => {
    const expected = new ExpectedUse();
    for (let call = 0; call < 50; call++) expected.learnInput(profile, usage(200, 1));
    expect(expected.inputTokens(profile)).toBeGreaterThan(195);
    for (let call = 0; call < 50; call++) expected.learnInput(profile, usage(1_000_000, 1));
    expect(expected.inputTokens(profile)).toBeLessThanOrEqual(400);
  });

  it('learns nothing from figures that are none', () => {
    const expected = new ExpectedUse();
    for (const bad of [undefined, Number.NaN, Infinity, -1]) {
      expected.learnOutput(usage(bad, bad));
      expected.learnInput(profile, usage(bad, bad));
    }
    expected.learnInput({ ...profile, inputTokens: 0 }, usage(50, 1));
    expect(expected.outputTokens).toBe(1_024);
    expect(expected.inputTokens(profile)).toBe(100);
  });
});
