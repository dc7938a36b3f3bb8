import type { LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { generateText, jsonSchema, stepCountIs, tool } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';
import { ModelPool } from './model-pool.js';
import { PooledLanguageModel } from './pooled-language-model.js';
import { resolveAiProviderOptions } from './resolve-options.js';

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

const toolCall: LanguageModelV4GenerateResult = {
  content: [{ type: 'tool-call', toolCallId: 'call_1', toolName: 'weather', input: '{"city":"Lyon"}' }],
  finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
  usage: USAGE,
  warnings: [],
};

const text: LanguageModelV4GenerateResult = {
  content: [{ type: 'text', text: 'It is sunny in Lyon.' }],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: USAGE,
  warnings: [],
};

interface Scripted {
  readonly model: MockLanguageModelV4;
  readonly calls: LanguageModelV4CallOptions[];
}

/** A model of a user's own, as the pool takes them; what fails in these tests is its answer, not the pool. */
function scripted(modelId: string, answers: readonly (LanguageModelV4GenerateResult | Error)[]): Scripted {
  const calls: LanguageModelV4CallOptions[] = [];
  const model = new MockLanguageModelV4({
    modelId,
    doGenerate: async (options) => {
      const answer = answers[calls.length] ?? new Error('asked too often');
      calls.push(options);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { model, calls };
}

function pool(first: Scripted, second: Scripted): PooledLanguageModel {
  const options = resolveAiProviderOptions({
    providers: { first: { model: first.model }, second: { model: second.model } },
    models: { chat: { use: ['first/one', 'second/two'], attempts: 2 } },
    random: () => 1,
  });
  return new PooledLanguageModel('chat', new ModelPool(options));
}

const ask = (model: PooledLanguageModel) =>
  generateText({
    model,
    prompt: 'How is the weather in Lyon?',
    maxRetries: 0,
    stopWhen: stepCountIs(3),
    tools: {
      weather: tool({
        inputSchema: jsonSchema<{ city: string }>({
          type: 'object',
          properties: { city: { type: 'string' } },
          required: ['city'],
        }),
        execute: async ({ city }) => `sunny in ${city}`,
      }),
    },
  });

describe('a tool loop', () => {
  it('stays with the candidate that began it, also when that one was not the first choice', async () => {
    const first = scripted('one', [new Error('down'), text]);
    const second = scripted('two', [toolCall, text]);
    const result = await ask(pool(first, second));
    expect(result.text).toBe('It is sunny in Lyon.');
    expect(first.calls).toHaveLength(1);
    expect(second.calls).toHaveLength(2);
    expect(second.calls[1]?.prompt.at(-1)?.role).toBe('tool');
  });

  it('fails rather than go on with another provider', async () => {
    const first = scripted('one', [toolCall, new Error('down'), new Error('still down')]);
    const second = scripted('two', [text]);
    await expect(ask(pool(first, second))).rejects.toMatchObject({ code: 'AI_ALL_PROVIDERS_FAILED' });
    expect(second.calls).toHaveLength(0);
  });
});
