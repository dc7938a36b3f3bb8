import { createAnthropic } from '@ai-sdk/anthropic';
import { createGroq } from '@ai-sdk/groq';
import { createOpenAI } from '@ai-sdk/openai';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { startSimulator, type Simulator } from '@hydrogenai/ai-provider/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MODELS } from './requests.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

const prompt: LanguageModelV4CallOptions['prompt'] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: [{ type: 'text', text: 'What is the capital of France?' }] },
];

const MODELS_BY_NAME: Record<string, () => LanguageModelV4> = {
  groq: () => createGroq({ apiKey: 'k', baseURL: simulator.urls.groq })(MODELS.groq),
  'openai (responses)': () => createOpenAI({ apiKey: 'k', baseURL: simulator.urls.openai })(MODELS.openai),
  'openai.chat': () => createOpenAI({ apiKey: 'k', baseURL: simulator.urls.openai }).chat(MODELS.openai),
  anthropic: () => createAnthropic({ apiKey: 'k', baseURL: simulator.urls.anthropic })(MODELS.anthropic),
};

async function streamed(model: LanguageModelV4, options: Partial<LanguageModelV4CallOptions> = {}) {
  const { stream } = await model.doStream({ prompt, ...options });
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of stream) parts.push(part);
  return {
    parts,
    text: parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join(''),
    finish: parts.find((part) => part.type === 'finish'),
    errors: parts.filter((part) => part.type === 'error'),
  };
}

describe.each(Object.entries(MODELS_BY_NAME))('the AI SDK with %s', (_name, make) => {
  it('generates and streams the same text, usage and finish reason', async () => {
    const model = make();
    const whole = await model.doGenerate({ prompt });
    const stream = await streamed(model);
    const text = whole.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
    expect(text).toContain('you asked "What is the capital of France?"');
    expect(stream.text).toBe(text);
    expect(stream.errors).toEqual([]);
    expect(stream.finish?.finishReason.unified).toBe('stop');
    expect(stream.finish?.finishReason).toEqual(whole.finishReason);
    expect(stream.finish?.usage.inputTokens).toEqual(whole.usage.inputTokens);
    expect(stream.finish?.usage.outputTokens.total).toBe(whole.usage.outputTokens.total);
    expect(whole.usage.inputTokens.total).toBe(10);
    expect(whole.usage.outputTokens.total).toBe(Math.ceil(text.length / 4));
  });

  it('ends with length where maxOutputTokens cut, whole and streamed alike', async () => {
    const model = make();
    const whole = await model.doGenerate({ prompt, maxOutputTokens: 16 });
    const stream = await streamed(model, { maxOutputTokens: 16 });
    expect(whole.finishReason.unified).toBe('length');
    expect(stream.finish?.finishReason.unified).toBe('length');
    expect(whole.usage.outputTokens.total).toBe(16);
    expect(stream.text).toHaveLength(64);
  });

  it('accepts tools and answers in plain text', async () => {
    const tool = {
      type: 'function' as const,
      name: 'weather',
      inputSchema: { type: 'object' as const, properties: { city: { type: 'string' as const } } },
    };
    const { content } = await make().doGenerate({ prompt, tools: [tool] });
    expect(content.map(({ type }) => type)).toEqual(['text']);
  });

  it('sees the rate-limit headers and a scripted 429 with its wait', async () => {
    const model = make();
    const { response } = await model.doGenerate({ prompt });
    const names = Object.keys(response?.headers ?? {}).filter((name) => name.includes('ratelimit'));
    expect(names).toHaveLength(model.provider.startsWith('anthropic') ? 12 : 6);
    for (const wire of ['groq', 'openai', 'anthropic'] as const) {
      simulator.fail(wire, { kind: 'rateLimit', retryAfter: '0.5' });
    }
    await expect(model.doGenerate({ prompt })).rejects.toMatchObject({
      statusCode: 429,
      isRetryable: true,
      responseHeaders: { 'retry-after': '0.5' },
    });
  });

  it('reports a clean end without a finish part as no ordinary finish', async () => {
    for (const wire of ['groq', 'openai', 'anthropic'] as const) {
      simulator.fail(wire, { kind: 'end', afterChunks: 3 });
    }
    const { text, finish } = await streamed(make());
    expect(text).toBe('Simulated answer by');
    expect(finish?.finishReason.unified).not.toBe('stop');
  });
});

it('embeds through the AI SDK', async () => {
  const model = createOpenAI({ apiKey: 'k', baseURL: simulator.urls.openai }).embedding(
    'text-embedding-3-small',
  );
  const { embeddings, usage } = await model.doEmbed({ values: ['first text', 'second'] });
  expect(embeddings.map(({ length }) => length)).toEqual([1536, 1536]);
  expect(usage).toEqual({ tokens: 5 });
});

it('counts a cached prefix inside the input at OpenAI and outside at Anthropic, and the sums agree', async () => {
  const system = 'The rules of the house, at length. '.repeat(150);
  const long: LanguageModelV4CallOptions['prompt'] = [
    {
      role: 'system',
      content: system,
      providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
    },
    { role: 'user', content: [{ type: 'text', text: 'Why?' }] },
  ];
  const total = Math.ceil((system.length + 1 + 4) / 4);
  for (const make of Object.values(MODELS_BY_NAME)) {
    simulator.reset();
    const first = await make().doGenerate({ prompt: long });
    const second = await make().doGenerate({ prompt: long });
    expect(first.usage.inputTokens.cacheRead ?? 0).toBe(0);
    expect(second.usage.inputTokens).toMatchObject({ total, cacheRead: 1280, noCache: total - 1280 });
    expect(first.usage.inputTokens.total).toBe(total);
  }
});
