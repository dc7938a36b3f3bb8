import {
  AiProviderModule,
  AiProviderService,
  NoFitCandidateError,
  type AiProviderOptions,
} from '@hydrogenai/ai-provider';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { CANDIDATES, startPool } from './support/pool.js';

const [GROQ = '', OPENAI = '', ANTHROPIC = ''] = CANDIDATES;
const prompt = 'What is the capital of France?';
const KEY = 'CANARY0123456789';

/** Keeps what is logged instead of showing it. */
class Remembering extends ConsoleLogger {
  readonly lines: string[] = [];
  override log(): void {}
  override warn(message: unknown): void {
    this.lines.push(String(message));
  }
  override error(message: unknown): void {
    this.lines.push(String(message));
  }
}

async function boot(options: AiProviderOptions, logger: ConsoleLogger | false = false) {
  return NestFactory.createApplicationContext(AiProviderModule.forRoot(options), {
    logger,
    abortOnError: false,
  });
}

describe('a name that nobody configured', () => {
  const providers = { groq: { apiKey: 'gsk_test' }, openai: { apiKey: 'sk-test' } };

  it.each<[string, Partial<AiProviderOptions>, string]>([
    [
      'the provider of a candidate',
      { models: { chat: { use: ['gorq/openai/gpt-oss-120b'] } } },
      'Unknown provider "gorq", did you mean "groq"? Known: groq, openai.',
    ],
    [
      'the provider of an embedder',
      { embeddings: { default: { use: ['opanai/text-embedding-3-small'] } } },
      'Unknown provider "opanai", did you mean "openai"? Known: groq, openai.',
    ],
    [
      'the default model',
      { models: { chat: { use: [OPENAI] }, smart: { use: [OPENAI] } }, defaultModel: 'smrat' },
      'Unknown model "smrat", did you mean "smart"? Known: chat, smart.',
    ],
  ])('ends the start when it is %s, with the known ones and the nearest', async (_what, options, message) => {
    await expect(boot({ providers, ...options })).rejects.toThrow(message);
  });

  it('is refused with the known ones and the nearest, whoever is asked with it, and nobody is asked', async () => {
    await using pool = await startPool({
      module: { embeddings: { default: { use: ['openai/text-embedding-3-small'] } } },
    });
    const { ai } = pool;
    const operator = { reason: 'test', by: 'ops' };
    const nearest = 'Unknown model "chatt", did you mean "chat"? Known: chat.';
    const request = { prompt, model: 'chatt' };
    await expect(ai.generateResponse(request)).rejects.toThrow(nearest);
    await expect(ai.streamResponse(request).next()).rejects.toThrow(nearest);
    await expect(ai.explain(request)).rejects.toThrow(nearest);
    expect(() => ai.languageModel('chatt')).toThrow(nearest);
    await expect(ai.embed({ value: 'Lyon', model: 'defalt' })).rejects.toThrow(
      'Unknown embedding model "defalt", did you mean "default"? Known: default.',
    );
    const wrong = 'Unknown provider "openia", did you mean "openai"?';
    expect(() => ai.switchProvider('openia', operator)).toThrow(wrong);
    expect(() => ai.drain('openia', operator)).toThrow(wrong);
    await expect(ai.generateResponse({ prompt, modelPreferences: ['openia'] })).rejects.toThrow(
      'Unknown model preference "openia", did you mean "openai"?',
    );
    expect(pool.simulator.hits()).toBe(0);
  });
});

describe('a key of another family', () => {
  it('is a warning at the start, once, that names the field and shows no part of the key', async () => {
    const logger = new Remembering();
    const app = await boot(
      {
        providers: {
          groq: { apiKey: ['gsk_' + KEY, 'sk-ant-api03-' + KEY] },
          openai: { apiKey: 'sk-proj-' + KEY },
          anthropic: { apiKey: 'gsk_' + KEY },
        },
      },
      logger,
    );
    expect(app.get(AiProviderService).listModels()).toHaveLength(1);
    await app.close();
    expect(logger.lines).toEqual([
      'providers.groq.apiKey[1] looks like a key of Anthropic.',
      'providers.anthropic.apiKey looks like a key of Groq.',
    ]);
    expect(logger.lines.join(' ')).not.toMatch(/CANARY|gsk_|sk-/);
  });
});

describe('a request that no candidate can serve', () => {
  it('is an error that lists each of them and why, in one piece, as a stream and in a dry run', async () => {
    await using pool = await startPool({
      chat: {
        use: [
          { model: GROQ, supports: { contextTokens: 100, tools: false } },
          { model: OPENAI, supports: { maxOutputTokens: 500 } },
          { model: ANTHROPIC, supports: { tools: false } },
        ],
      },
    });
    const tools = [{ name: 'weather', inputSchema: { type: 'object' as const, properties: {} } }];
    const request = { prompt, maxTokens: 1_000, tools };
    for (const work of [pool.ai.generateResponse(request), pool.ai.streamResponse(request).next()]) {
      const error: unknown = await work.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NoFitCandidateError);
      expect(error).toMatchObject({
        code: 'AI_NO_FIT_CANDIDATE',
        httpStatus: 422,
        unfit: [
          {
            candidate: GROQ,
            reasons: [
              expect.stringMatching(/^its context holds 100 tokens, /) as string,
              'it takes no tools',
            ],
          },
          {
            candidate: OPENAI,
            reasons: ['its answers have at most 500 tokens, the request asks for 1000'],
          },
          { candidate: ANTHROPIC, reasons: ['it takes no tools'] },
        ],
      });
      for (const name of ['"chat"', GROQ, OPENAI, ANTHROPIC]) expect(String(error)).toContain(name);
      expect(String(error)).not.toContain('France');
    }
    const { candidates, leftOut } = await pool.ai.explain(request);
    expect(candidates).toEqual([]);
    expect(leftOut.map(({ candidate }) => candidate)).toEqual(CANDIDATES);
    expect(pool.simulator.hits()).toBe(0);
    // Without the tools one of them can.
    expect((await pool.ai.generateResponse({ prompt, maxTokens: 400, tools })).provider).toBe('openai');
  });
});
