import type {
  LanguageModelV2,
  LanguageModelV2CallOptions,
  LanguageModelV2StreamPart,
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV3StreamPart,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { generateText, isStepCount, jsonSchema, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { ModelPool } from '../pool/model-pool.js';
import { PooledLanguageModel } from '../pool/pooled-language-model.js';
import { resolveAiProviderOptions } from '../pool/resolve-options.js';
import { languageModelAsV4, type AnyLanguageModel } from './as-v4.js';

const HEAD = { provider: 'old', modelId: 'm', supportedUrls: {} };
const FILE = { type: 'file', mediaType: 'image/png', data: 'AQID' } as const;
const CALL = { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: '{"city":"Lyon"}' } as const;
const USAGE_V2 = {
  inputTokens: 5,
  outputTokens: 3,
  totalTokens: 8,
  reasoningTokens: 1,
  cachedInputTokens: 2,
};
const USAGE_V4 = {
  inputTokens: { total: 5, noCache: undefined, cacheRead: 2, cacheWrite: undefined },
  outputTokens: { total: 3, text: undefined, reasoning: 1 },
};
const WARNING_V2 = { type: 'unsupported-setting', setting: 'seed', details: 'no' } as const;
const WARNING_V4 = { type: 'unsupported', feature: 'seed', details: 'no' } as const;

/** Asks for a tool, then answers with text, a file and a source. */
const afterTool = (prompt: readonly { role: string }[]) => prompt.at(-1)?.role === 'tool';

function modelV2(calls: LanguageModelV2CallOptions[] = []): LanguageModelV2 {
  const parts = (call: LanguageModelV2CallOptions): LanguageModelV2StreamPart[] =>
    afterTool(call.prompt)
      ? [
          { type: 'stream-start', warnings: [WARNING_V2] },
          { type: 'text-start', id: '0' },
          { type: 'text-delta', id: '0', delta: 'sunny' },
          { type: 'text-end', id: '0' },
          FILE,
          { type: 'finish', finishReason: 'unknown', usage: USAGE_V2 },
        ]
      : [CALL, { type: 'finish', finishReason: 'tool-calls', usage: USAGE_V2 }];
  return {
    ...HEAD,
    specificationVersion: 'v2',
    doGenerate: async (call) => {
      calls.push(call);
      return afterTool(call.prompt)
        ? {
            content: [{ type: 'text', text: 'sunny' }, FILE],
            finishReason: 'unknown',
            usage: USAGE_V2,
            warnings: [WARNING_V2],
          }
        : { content: [CALL], finishReason: 'tool-calls', usage: USAGE_V2, warnings: [] };
    },
    doStream: async (call) => {
      calls.push(call);
      return { stream: ReadableStream.from(parts(call)) };
    },
  };
}

function modelV3(calls: LanguageModelV3CallOptions[] = []): LanguageModelV3 {
  const parts = (call: LanguageModelV3CallOptions): LanguageModelV3StreamPart[] =>
    afterTool(call.prompt)
      ? [
          { type: 'stream-start', warnings: [WARNING_V4] },
          { type: 'text-start', id: '0' },
          { type: 'text-delta', id: '0', delta: 'sunny' },
          { type: 'text-end', id: '0' },
          FILE,
          { type: 'finish', finishReason: { unified: 'other', raw: 'unknown' }, usage: USAGE_V4 },
        ]
      : [CALL, { type: 'finish', finishReason: { unified: 'tool-calls', raw: 'x' }, usage: USAGE_V4 }];
  return {
    ...HEAD,
    specificationVersion: 'v3',
    doGenerate: async (call) => {
      calls.push(call);
      return afterTool(call.prompt)
        ? {
            content: [{ type: 'text', text: 'sunny' }, FILE],
            finishReason: { unified: 'other', raw: 'unknown' },
            usage: USAGE_V4,
            warnings: [WARNING_V4],
          }
        : {
            content: [CALL],
            finishReason: { unified: 'tool-calls', raw: 'x' },
            usage: USAGE_V4,
            warnings: [],
          };
    },
    doStream: async (call) => {
      calls.push(call);
      return { stream: ReadableStream.from(parts(call)) };
    },
  };
}

/** A prompt with everything that the older versions write otherwise. */
const PROMPT: LanguageModelV4CallOptions['prompt'] = [
  {
    role: 'user',
    content: [
      { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AQID' } },
      {
        type: 'file',
        mediaType: 'image/png',
        data: { type: 'url', url: new URL('https://a.example/b.png') },
      },
      { type: 'file', mediaType: 'text/plain', data: { type: 'text', text: 'Hi' } },
    ],
  },
  {
    role: 'assistant',
    content: [
      { type: 'custom', kind: 'a.b' },
      { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: {} },
    ],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: 'c1',
        toolName: 'weather',
        output: {
          type: 'content',
          value: [
            { type: 'text', text: 'sunny' },
            {
              type: 'file',
              mediaType: 'image/png',
              data: { type: 'data', data: Uint8Array.from([1, 2, 3]) },
            },
          ],
        },
      },
      {
        type: 'tool-result',
        toolCallId: 'c2',
        toolName: 'weather',
        output: { type: 'execution-denied', reason: 'no' },
      },
      { type: 'tool-approval-response', approvalId: 'a', approved: true },
    ],
  },
];

const DONE = {
  content: [
    { type: 'text', text: 'sunny' },
    { ...FILE, data: { type: 'data', data: 'AQID' } },
  ],
  finishReason: { unified: 'other', raw: 'unknown' },
  usage: USAGE_V4,
  warnings: [WARNING_V4],
};

async function partsOf(model: LanguageModelV4): Promise<LanguageModelV4StreamPart[]> {
  const parts: LanguageModelV4StreamPart[] = [];
  const { stream } = await model.doStream({ prompt: PROMPT });
  for await (const part of stream as AsyncIterable<LanguageModelV4StreamPart>) parts.push(part);
  return parts;
}

describe.each([
  ['v2', modelV2 as (calls?: unknown[]) => AnyLanguageModel],
  ['v3', modelV3 as (calls?: unknown[]) => AnyLanguageModel],
] as const)('a model of version %s', (_version, make) => {
  it('answers as one of version 4', async () => {
    const model = languageModelAsV4(make(), 'model');
    expect(model).toMatchObject({
      specificationVersion: 'v4',
      provider: 'old',
      modelId: 'm',
      supportedUrls: {},
    });
    expect(await model.doGenerate({ prompt: PROMPT })).toEqual(DONE);
    expect(await partsOf(model)).toEqual([
      { type: 'stream-start', warnings: [WARNING_V4] },
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'sunny' },
      { type: 'text-end', id: '0' },
      { ...FILE, data: { type: 'data', data: 'AQID' } },
      { type: 'finish', finishReason: DONE.finishReason, usage: USAGE_V4 },
    ]);
  });

  it.each(['generate', 'stream'] as const)(
    'goes through a loop of tools inside a pool (%s)',
    async (mode) => {
      const options = resolveAiProviderOptions({
        providers: { old: { model: make() } },
        models: { chat: { use: ['old/m'] } },
      });
      const asked = {
        model: new PooledLanguageModel('chat', new ModelPool(options)),
        prompt: 'Weather?',
        stopWhen: isStepCount(3),
        tools: {
          weather: tool({
            inputSchema: jsonSchema<{ city: string }>({ type: 'object' }),
            execute: async () => 'sunny',
          }),
        },
      };
      const text = mode === 'generate' ? (await generateText(asked)).text : await streamText(asked).text;
      expect(text).toBe('sunny');
    },
  );
});

describe('what an older model is asked', () => {
  it('has in version 3 bare data and no content of version 4', async () => {
    const calls: LanguageModelV3CallOptions[] = [];
    await languageModelAsV4(modelV3(calls), 'model').doGenerate({ prompt: PROMPT, reasoning: 'high' });
    expect(calls[0]).not.toHaveProperty('reasoning');
    const [user, assistant, answer] = calls[0]?.prompt ?? [];
    expect(user?.content).toMatchObject([
      { data: 'AQID' },
      { data: new URL('https://a.example/b.png') },
      { data: new TextEncoder().encode('Hi') },
    ]);
    expect(assistant?.content).toMatchObject([{ type: 'tool-call' }]);
    expect(answer?.content).toMatchObject([
      { output: { value: [{ type: 'text' }, { type: 'file-data', data: 'AQID', mediaType: 'image/png' }] } },
      { output: { type: 'execution-denied' } },
      { type: 'tool-approval-response' },
    ]);
  });

  it('has in version 2 media, errors for what was denied, and no approvals', async () => {
    const calls: LanguageModelV2CallOptions[] = [];
    const tools = [{ type: 'provider' as const, id: 'old.search' as const, name: 'search', args: {} }];
    await languageModelAsV4(modelV2(calls), 'model').doGenerate({ prompt: PROMPT, tools });
    expect(calls[0]?.tools).toEqual([{ ...tools[0], type: 'provider-defined' }]);
    expect(calls[0]?.prompt.at(-1)?.content).toMatchObject([
      {
        output: {
          value: [
            { type: 'text', text: 'sunny' },
            { type: 'media', data: 'AQID', mediaType: 'image/png' },
          ],
        },
      },
      { output: { type: 'error-text', value: 'no' } },
    ]);
    expect(calls[0]?.prompt.at(-1)?.content).toHaveLength(2);
  });

  it('ends with its reader: a stream that is left is cancelled at the model', async () => {
    let cancelled = false;
    const endless: LanguageModelV3 = {
      ...modelV3(),
      doStream: async () => ({
        stream: new ReadableStream<LanguageModelV3StreamPart>({
          pull: (controller) => controller.enqueue({ type: 'text-delta', id: '0', delta: 'x' }),
          cancel: () => {
            cancelled = true;
          },
        }),
      }),
    };
    const { stream } = await languageModelAsV4(endless, 'model').doStream({ prompt: [] });
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    expect(cancelled).toBe(true);
  });
});
