import 'reflect-metadata';
import { createGroq } from '@ai-sdk/groq';
import { AiProviderModule, AiProviderService, type LimitsOptions } from '@hydrogenai/ai-provider';
import { startSimulator, type Simulator } from '@hydrogenai/ai-provider/testing';
import { NestFactory } from '@nestjs/core';
import { generateText } from 'ai';
import { createRetryableModel, error } from 'ai-retry/language-model';
import type { SuiteScope } from '../../harness/index.js';

export const MODEL = 'openai/gpt-oss-120b';
/** Of each provider: what a small account has. Groq counts what was used, so that what is reserved must come back. */
export const TOKENS_PER_MINUTE = 60_000;
const LATENCY_MS = 300;
/** 80 tokens, and a question of 100, as the simulator counts: four characters each. */
const ANSWER = 'tide '.repeat(64);
const QUESTION = 'Please explain it as you would to a colleague. '.repeat(10).slice(0, 395);
export const TOKENS_PER_CALL = 180;
/** A question of its own for each call. */
export const questionOf = (call: number): string => `${QUESTION}${String(call).padStart(5, '0')}`;
/** As callers set it: about twice what the answers have. */
const MAX_OUTPUT_TOKENS = 150;

/** One caller's question. A rejection is a caller without an answer. */
export type Ask = (prompt: string) => Promise<unknown>;

export interface AdmissionContender {
  readonly ask: Ask;
  /** A provider of its own, so that nobody uses up another one's limit. */
  readonly simulator: Simulator;
}

export type AdmissionContenderName = 'configured' | 'learned' | 'sdk' | 'aiRetry';

export async function startAdmissionContenders(
  scope: SuiteScope,
): Promise<Readonly<Record<AdmissionContenderName, AdmissionContender>>> {
  const provider = async (): Promise<Simulator> => {
    const simulator = await startSimulator({
      latencyMs: LATENCY_MS,
      answer: () => ANSWER,
      limits: { groq: { tokens: { capacity: TOKENS_PER_MINUTE } } },
    });
    scope.onCleanup(() => simulator.close());
    return simulator;
  };
  const ours = async (limits?: LimitsOptions): Promise<AdmissionContender> => {
    const simulator = await provider();
    const app = await NestFactory.createApplicationContext(
      AiProviderModule.forRoot({
        providers: {
          groq: { apiKey: 'gsk_bench', baseUrl: simulator.urls.groq, ...(limits ? { limits } : {}) },
        },
        models: { chat: { use: [`groq/${MODEL}`] } },
      }),
      { logger: false },
    );
    scope.onCleanup(() => app.close());
    const ai = app.get(AiProviderService);
    return { simulator, ask: (prompt) => ai.generateResponse({ prompt, maxTokens: MAX_OUTPUT_TOKENS }) };
  };
  const bare = (simulator: Simulator) =>
    createGroq({ apiKey: 'gsk_bench', baseURL: simulator.urls.groq })(MODEL);
  const sdkProvider = await provider();
  const retryProvider = await provider();
  const sdkModel = bare(sdkProvider);
  // Its own example: three attempts, one second and then twice as long, or as Retry-After says.
  const retrying = createRetryableModel({
    model: bare(retryProvider),
    retries: [error.isRetryable(true).retry({ maxAttempts: 3, delay: 1_000, backoffFactor: 2 })],
  });
  const text = { maxOutputTokens: MAX_OUTPUT_TOKENS };
  return {
    configured: await ours({ tokensPerMinute: TOKENS_PER_MINUTE }),
    learned: await ours(),
    sdk: {
      simulator: sdkProvider,
      ask: (prompt) => generateText({ ...text, model: sdkModel, prompt, maxRetries: 2 }),
    },
    aiRetry: {
      simulator: retryProvider,
      ask: (prompt) => generateText({ ...text, model: retrying, prompt, maxRetries: 0 }),
    },
  };
}
