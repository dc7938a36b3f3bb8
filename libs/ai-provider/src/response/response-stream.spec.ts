import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { ModelPool } from '../pool/model-pool.js';
import { resolveAiProviderOptions } from '../pool/resolve-options.js';
import { readResponseStream, type ResponseEvent } from './response-stream.js';

const PARTS: LanguageModelV4StreamPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '0' },
  { type: 'text-delta', id: '0', delta: 'Pa' },
  { type: 'text-delta', id: '0', delta: '' },
  { type: 'text-delta', id: '0', delta: 'ris' },
  { type: 'text-end', id: '0' },
  {
    type: 'finish',
    finishReason: { unified: 'stop', raw: 'stop' },
    usage: {
      inputTokens: { total: 3, noCache: 2, cacheRead: 1, cacheWrite: 0 },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    },
  },
];

describe('readResponseStream', () => {
  it('says once who answers, then the text piece by piece, then the whole response', async () => {
    const model = {
      specificationVersion: 'v4' as const,
      provider: 'local',
      modelId: 'm',
      supportedUrls: {},
      doGenerate: () => Promise.reject(new Error('not asked here')),
      doStream: () => Promise.resolve({ stream: ReadableStream.from(PARTS) }),
    };
    const options = {
      providers: { local: { model } },
      models: { chat: { use: ['local/m'] } },
      clock: new FakeClock(),
    };
    const pool = new ModelPool(resolveAiProviderOptions(options));
    const events: ResponseEvent[] = [];
    const answered = await pool.stream('chat', {}, { prompt: [] });
    for await (const event of readResponseStream(answered, () => 12)) events.push(event);
    expect(events).toMatchObject([
      { type: 'start', provider: 'local', model: 'm', routing: { chosen: 'local/m' } },
      { type: 'text', text: 'Pa' },
      { type: 'text', text: 'ris' },
      {
        type: 'finish',
        response: {
          content: 'Paris',
          // The provider counted no output: unknown is null and never 0.
          tokensUsed: null,
          usage: { inputTokens: 3, cachedInputTokens: 1, outputTokens: null },
          finishReason: 'stop',
        },
      },
    ]);
  });
});
