import {
  AiProviderModule,
  AiProviderService,
  AllProvidersFailedError,
  type AiProviderOptions,
} from '@hydrogenai/ai-provider';
import { LLMock } from '@copilotkit/aimock';
import type { ProviderResponse } from '@hydrogenai/common/models';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';

/*
 * A second opinion on the three wires, by people who do not know our simulator. Where aimock 1.43 differs from the real
 * ones: it has no Groq of its own (Groq's chat wire is OpenAI's, so it is asked there); it takes any key; a scripted
 * error has the status and type that are scripted, without Anthropic's request_id and without x-should-retry; its 429
 * always says `retry-after: 1`; no answer of the three wires carries rate limit headers; and usage is zero on OpenAI's
 * responses and on Anthropic unless it is scripted.
 */

const QUESTION = { prompt: 'What is the capital of France?' };
const ANSWER = 'Paris is the capital of France.';
/** In the words of OpenAI's chat wire and of the other two. */
const USAGE = { prompt_tokens: 7, completion_tokens: 6, total_tokens: 13, input_tokens: 7, output_tokens: 6 };
const WIRES = ['groq', 'openai (responses)', 'openai (chat)', 'anthropic'] as const;
type WireName = (typeof WIRES)[number];

function providersOf(wire: WireName, url: string): AiProviderOptions['providers'] {
  const baseUrl = `${url}/v1`;
  switch (wire) {
    case 'groq':
      return { groq: { apiKey: 'gsk_test', baseUrl } };
    case 'openai (responses)':
      return { openai: { apiKey: 'sk-test', baseUrl } };
    case 'openai (chat)':
      return { openai: { apiKey: 'sk-test', baseUrl, api: 'chat' } };
    case 'anthropic':
      return { anthropic: { apiKey: 'sk-ant-test', baseUrl } };
  }
}

async function start(wire: WireName) {
  const mock = new LLMock({ port: 0, logLevel: 'silent' });
  mock.onMessage('capital of France', { content: ANSWER, usage: USAGE });
  await mock.start();
  const app = await NestFactory.createApplicationContext(
    AiProviderModule.forRoot({ providers: providersOf(wire, mock.url) }),
    {
      logger: false,
      abortOnError: false,
    },
  );
  return {
    mock,
    ai: app.get(AiProviderService),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await mock.stop();
    },
  };
}

describe.each(WIRES)('%s, spoken by aimock', (wire) => {
  it('answers in one piece, with its usage', async () => {
    await using one = await start(wire);
    const response = await one.ai.generateResponse(QUESTION);
    expect(response).toMatchObject({
      content: ANSWER,
      finishReason: 'stop',
      tokensUsed: 13,
      usage: { inputTokens: 7, outputTokens: 6 },
      routing: { attempts: [{ outcome: 'answered' }] },
    });
  });

  it('answers as a stream, with the same text and a finish', async () => {
    await using one = await start(wire);
    let text = '';
    let finish: ProviderResponse | undefined;
    for await (const event of one.ai.streamResponse(QUESTION)) {
      if (event.type === 'text') text += event.text;
      if (event.type === 'finish') finish = event.response;
    }
    expect(text).toBe(ANSWER);
    expect(finish).toMatchObject({ content: ANSWER, finishReason: 'stop' });
  });

  it('refuses a key: 401 is auth, and is not asked again', async () => {
    await using one = await start(wire);
    one.mock.nextRequestError(401, { message: 'scripted', type: 'authentication_error' });
    await expect(one.ai.generateResponse(QUESTION)).rejects.toBeInstanceOf(AllProvidersFailedError);
    expect(one.mock.getRequests()).toHaveLength(1);
    expect(one.ai.getProviderStats()[0]?.models[0]).toMatchObject({ failed: 1, failures: { auth: 1 } });
  });

  it.each([
    { status: 429, type: 'rate_limit_error', kind: 'rate_limit' },
    { status: 500, type: 'api_error', kind: 'server' },
  ])('fails for a moment: $status is $kind, and is asked again', async ({ status, type, kind }) => {
    await using one = await start(wire);
    one.mock.nextRequestError(status, { message: 'scripted', type });
    const { routing, content } = await one.ai.generateResponse(QUESTION);
    expect(content).toBe(ANSWER);
    expect(routing.attempts.map((attempt) => attempt.kind ?? attempt.outcome)).toEqual([kind, 'answered']);
    expect(one.mock.getRequests()).toHaveLength(2);
  });
});
