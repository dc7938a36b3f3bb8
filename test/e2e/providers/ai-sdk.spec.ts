import {
  AiProviderModule,
  AiProviderService,
  AllProvidersFailedError,
  getModelToken,
  InjectModel,
  StreamInterruptedError,
} from '@hydrogenai/ai-provider';
import { startSimulator } from '@hydrogenai/ai-provider/testing';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { generateText, streamText } from 'ai';
import { describe, expect, it } from 'vitest';
import { CANDIDATES, startPool } from './support/pool.js';

const prompt = 'What is the capital of France?';
const WIRES = ['groq', 'openai', 'anthropic'] as const;

@Injectable()
class Answers {
  constructor(@InjectModel('chat') readonly chat: LanguageModelV4) {}
}

@Module({ providers: [Answers], exports: [Answers] })
class AnswersModule {}

interface Routing {
  readonly routing: {
    readonly chosen: string;
    readonly attempts: readonly { readonly outcome: string; readonly kind?: string }[];
  };
}

/** The trail as an AI SDK caller finds it. */
function routingOf(metadata: unknown): Routing['routing'] {
  // The AI SDK types metadata as any JSON.
  return (metadata as { readonly hydrogenai: Routing }).hydrogenai.routing;
}

/**
 * Reads a streamText to its end. The AI SDK makes an `error` part of what goes wrong before the stream, and throws what
 * breaks the stream itself.
 */
async function readAll(
  result: ReturnType<typeof streamText>,
): Promise<{ text: string; errors: unknown[]; finished: boolean }> {
  let text = '';
  let finished = false;
  const errors: unknown[] = [];
  try {
    for await (const part of result.fullStream) {
      if (part.type === 'text-delta') text += part.text;
      if (part.type === 'error') errors.push(part.error);
      if (part.type === 'finish') finished = true;
    }
  } catch (error) {
    errors.push(error);
  }
  return { text, errors, finished };
}

describe('a logical model inside the AI SDK', () => {
  it.each(WIRES)('gives generateText and streamText the text of %s, with the routing trail', async (wire) => {
    await using pool = await startPool({
      chat: { use: CANDIDATES.filter((id) => id.startsWith(`${wire}/`)) },
    });
    const model = pool.ai.languageModel('chat');
    const generated = await generateText({ model, prompt });
    const streamed = streamText({ model, prompt });
    expect((await readAll(streamed)).text).toBe(generated.text);
    expect(generated.text).toContain('Simulated answer by');
    for (const metadata of [generated.providerMetadata, await streamed.providerMetadata]) {
      expect(routingOf(metadata)).toMatchObject({
        chosen: CANDIDATES.find((id) => id.startsWith(wire)),
        attempts: [{ outcome: 'answered' }],
      });
    }
    expect((await streamed.usage).outputTokens).toBe(generated.usage.outputTokens);
  });

  it('is what @InjectModel injects', async () => {
    await using simulator = await startSimulator();
    const app = await NestFactory.createApplicationContext(
      {
        module: AnswersModule,
        imports: [
          AnswersModule,
          AiProviderModule.forRoot({
            providers: { openai: { apiKey: 'sk-test', baseUrl: simulator.urls.openai } },
          }),
        ],
      },
      { logger: false, abortOnError: false },
    );
    const { chat } = app.get(Answers, { strict: false });
    const { text } = await generateText({ model: chat, prompt });
    expect(text).toContain('Simulated answer by');
    expect(chat).toBe(app.get(getModelToken('chat'), { strict: false }));
    await app.close();
  });

  it('fails over inside one call', async () => {
    await using pool = await startPool();
    pool.simulator.fail('groq', { kind: 'status', status: 500 }, { times: 2 });
    const model = pool.ai.languageModel('chat');
    const generated = await generateText({ model, prompt });
    const streamed = streamText({ model, prompt });
    await readAll(streamed);
    for (const metadata of [generated.providerMetadata, await streamed.providerMetadata]) {
      expect(routingOf(metadata).attempts.map(({ outcome, kind }) => `${outcome} ${kind}`)).toEqual([
        'failed server',
        'answered undefined',
      ]);
    }
    expect(pool.hits()).toEqual({ groq: 2, openai: 2, anthropic: 0 });
  });

  it('is not retried by generateText when all have failed: its maxRetries multiply nothing', async () => {
    await using pool = await startPool();
    for (const wire of WIRES) pool.simulator.fail(wire, { kind: 'status', status: 401 }, { times: 'always' });
    const error: unknown = await generateText({
      model: pool.ai.languageModel('chat'),
      prompt,
      maxRetries: 3,
    }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AllProvidersFailedError);
    expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 1 });
  });

  it('is not retried by streamText when all have failed', async () => {
    await using pool = await startPool();
    for (const wire of WIRES) pool.simulator.fail(wire, { kind: 'status', status: 401 }, { times: 'always' });
    const { text, errors, finished } = await readAll(
      streamText({ model: pool.ai.languageModel('chat'), prompt, maxRetries: 3, onError: () => undefined }),
    );
    expect({ text, finished }).toEqual({ text: '', finished: false });
    expect(errors).toEqual([expect.any(AllProvidersFailedError)]);
    expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 1 });
  });

  it.each(['reset', 'end', 'streamError'] as const)(
    'surfaces a stream broken by %s as an error, and never as a complete text',
    async (kind) => {
      await using pool = await startPool();
      pool.simulator.fail('groq', { kind, afterChunks: 3 });
      const result = streamText({ model: pool.ai.languageModel('chat'), prompt, onError: () => undefined });
      const { text, errors, finished } = await readAll(result);
      expect(text.length).toBeGreaterThan(0);
      expect(finished).toBe(false);
      expect(errors).toEqual([expect.any(StreamInterruptedError)]);
      await expect(Promise.resolve(result.text)).rejects.toThrow(/stream broke|No output generated/);
      expect(pool.hits()).toEqual({ groq: 1, openai: 0, anthropic: 0 });
    },
  );

  it('hands an abort on to the provider, from generateText and from streamText', async () => {
    await using pool = await startPool({ simulator: { tokenDelayMs: 50 } });
    const model = pool.ai.languageModel('chat');
    pool.simulator.fail('groq', { kind: 'hang' });
    const first = new AbortController();
    const pending = generateText({ model, prompt, abortSignal: first.signal });
    await expect.poll(() => pool.hits().groq).toBe(1);
    first.abort();
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });

    const second = new AbortController();
    const { textStream } = streamText({ model, prompt, abortSignal: second.signal });
    let seen = '';
    for await (const piece of textStream) {
      seen += piece;
      second.abort();
    }
    expect(seen.length).toBeGreaterThan(0);
    await expect.poll(() => pool.simulator.journal.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(pool.hits()).toEqual({ groq: 2, openai: 0, anthropic: 0 });
    expect(pool.ai.getProviderStats()[0]?.models[0]).toMatchObject({ failed: 0, aborted: 2 });
  });

  it('takes wishes for a call from providerOptions', async () => {
    await using pool = await startPool();
    const model = pool.ai.languageModel('chat');
    const { providerMetadata } = await generateText({
      model,
      prompt,
      providerOptions: { hydrogenai: { modelPreferences: ['anthropic'], fallbackEnabled: false } },
    });
    expect(routingOf(providerMetadata).chosen).toBe('anthropic/claude-haiku-5-5');
    await expect(
      generateText({ model, prompt, providerOptions: { hydrogenai: { deadlineMs: 'soon' } } }),
    ).rejects.toThrow('providerOptions.hydrogenai.deadlineMs: expected');
  });
});

describe('names', () => {
  it('that nobody configured are refused with the known ones', async () => {
    await using pool = await startPool();
    const ai = pool.app.get(AiProviderService);
    expect(() => ai.languageModel('chatt')).toThrow(
      'Unknown model "chatt", did you mean "chat"? Known: chat.',
    );
    await expect(ai.generateResponse({ prompt, model: 'smart' })).rejects.toThrow('Unknown model "smart"');
    await expect(ai.generateResponse({ prompt, modelPreferences: ['mistral'] })).rejects.toThrow(
      'Unknown model preference "mistral"',
    );
    expect(() => ai.switchProvider('openai', { model: 'smart', reason: 'test', by: 'ops' })).toThrow(
      'Unknown model "smart"',
    );
    expect(pool.simulator.hits()).toBe(0);
  });

  it('of a provider that does not serve the model are no target of a switch', async () => {
    await using pool = await startPool({ chat: { use: CANDIDATES.slice(0, 2) } });
    expect(() => pool.ai.switchProvider('anthropic', { model: 'chat', reason: 'test', by: 'ops' })).toThrow(
      'Unknown provider "anthropic"',
    );
  });
});
