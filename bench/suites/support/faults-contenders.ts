import 'reflect-metadata';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGroq } from '@ai-sdk/groq';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { AiProviderModule, AiProviderService } from '@hydrogenai/ai-provider';
import type { Wire } from '@hydrogenai/ai-provider/testing';
import { NestFactory } from '@nestjs/core';
import { generateText, streamText, type RequestOptions, type TextStreamPart, type ToolSet } from 'ai';
import { createFallback } from 'ai-fallback';
import { createRetryableModel, timeout } from 'ai-retry/language-model';
import { experimental_retryableStreamText } from 'ai-retry/stream-text';
import { timeout as callTimeout } from 'ai-retry/stream-text/conditions';
import type { Mode } from './faults-rows.js';

/** One of the two candidates of a cell. */
export interface CandidateOfCell {
  readonly wire: Wire;
  readonly url: string;
}

export interface Pair {
  readonly first: CandidateOfCell;
  readonly second: CandidateOfCell;
}

/** Hands on the text as it comes and resolves to the finish reason; rejects when the caller is told of an error. */
export type Ask = (mode: Mode, signal: AbortSignal, take: (text: string) => void) => Promise<string>;

export interface FaultContender {
  readonly ask: Ask;
  readonly close: () => unknown;
}

export const QUESTION = 'What is the capital of France?';

export const MODELS = {
  openai: 'gpt-5.4-mini',
  groq: 'openai/gpt-oss-120b',
  anthropic: 'claude-haiku-5-5',
} as const satisfies Record<Wire, string>;

/** The same limits for everybody, wherever a peer has a setting for them. */
const LIMITS = { deadlineMs: 7_500, attemptMs: 1_500, firstTokenMs: 1_000, idleMs: 1_000 } as const;

type RequestSettings = Pick<RequestOptions, 'maxRetries' | 'timeout'>;

const KEY = 'sk-bench';
const CALL = { prompt: QUESTION, maxOutputTokens: 400 } as const;
const DEADLINE = { totalMs: LIMITS.deadlineMs } as const;
const STREAM_LIMITS = { ...DEADLINE, firstChunkMs: LIMITS.firstTokenMs, chunkMs: LIMITS.idleMs } as const;

export type ContenderName = keyof typeof faultContenders;

/** Each makes a fresh contender, so that what one cell has learned does not help another. */
export const faultContenders = {
  /** The pool of an application, as `generateText` and `streamText` take it. */
  async ours({ first, second }: Pair): Promise<FaultContender> {
    const provider = ({ url }: CandidateOfCell) => ({ apiKey: KEY, baseUrl: url, api: 'chat' as const });
    const app = await NestFactory.createApplicationContext(
      AiProviderModule.forRoot({
        providers: { [first.wire]: provider(first), [second.wire]: provider(second) },
        models: { chat: { use: [idOf(first), idOf(second)], ...LIMITS } },
      }),
      { logger: false },
    );
    const model = app.get(AiProviderService).languageModel('chat');
    return { ask: askModel(model, {}, {}), close: () => app.close() };
  },

  /** One provider; the retries of the AI SDK as they come (two). */
  async bare({ first }: Pair): Promise<FaultContender> {
    return { ask: askModel(modelOf(first), { timeout: DEADLINE }, { timeout: STREAM_LIMITS }), close };
  },

  /** A gateway process with fallback, two retries and a time limit. It keeps nothing from one request to the next. */
  async portkey({ first, second }: Pair, { portkeyUrl }: Peers): Promise<FaultContender> {
    const target = ({ wire, url }: CandidateOfCell) => ({
      provider: wire,
      api_key: KEY,
      custom_host: url,
      override_params: { model: MODELS[wire] },
    });
    const config = {
      strategy: { mode: 'fallback' },
      retry: { attempts: 2 },
      request_timeout: LIMITS.attemptMs,
      targets: [target(first), target(second)],
    };
    const model = createOpenAI({
      apiKey: KEY,
      baseURL: portkeyUrl,
      headers: { 'x-portkey-config': JSON.stringify(config) },
    }).chat(MODELS[first.wire]);
    // The gateway does the retrying: retries on both sides would multiply.
    const options = { maxRetries: 0 };
    return {
      ask: askModel(model, { ...options, timeout: DEADLINE }, { ...options, timeout: STREAM_LIMITS }),
      close,
    };
  },

  /** As its README has it, over `generateText` and `streamText` as they come. */
  async fallback({ first, second }: Pair): Promise<FaultContender> {
    const model = createFallback({ models: [modelOf(first), modelOf(second)] });
    return { ask: askModel(model, { timeout: DEADLINE }, { timeout: STREAM_LIMITS }), close };
  },

  /**
   * As its README recommends: a plain fallback beside one for timeouts, no retries above it; streams by its call-level
   * function, which recovers what its model cannot.
   */
  async retry({ first, second }: Pair): Promise<FaultContender> {
    const [model, backup] = [modelOf(first), modelOf(second)];
    const retrying = createRetryableModel({
      model,
      retries: [timeout().switch({ model: backup, timeout: LIMITS.attemptMs }), backup],
    });
    const generate = askModel(retrying, { maxRetries: 0, timeout: { totalMs: LIMITS.attemptMs } }, {});
    const ask: Ask = async (mode, abortSignal, take) => {
      if (mode === 'generate') return generate(mode, abortSignal, take);
      const { stream } = await experimental_retryableStreamText({
        ...CALL,
        model,
        abortSignal,
        timeout: STREAM_LIMITS,
        onError: quiet,
        retry: [callTimeout().switch({ model: backup }), backup],
      });
      return passOn(stream, take);
    };
    return { ask, close };
  },
} satisfies Record<string, (pair: Pair, peers: Peers) => Promise<FaultContender>>;

export interface Peers {
  readonly portkeyUrl: string;
}

function askModel(
  model: LanguageModelV4,
  generateOptions: RequestSettings,
  streamOptions: RequestSettings,
): Ask {
  return async (mode, abortSignal, take) => {
    if (mode === 'stream') {
      const { stream } = streamText({ ...CALL, ...streamOptions, model, abortSignal, onError: quiet });
      return passOn(stream, take);
    }
    const { text, finishReason } = await generateText({ ...CALL, ...generateOptions, model, abortSignal });
    take(text);
    return finishReason;
  };
}

async function passOn(
  stream: AsyncIterable<TextStreamPart<ToolSet>>,
  take: (text: string) => void,
): Promise<string> {
  let finishReason = 'none';
  for await (const part of stream) {
    if (part.type === 'text-delta') take(part.text);
    else if (part.type === 'error') throw part.error;
    else if (part.type === 'abort') throw new Error('the stream said that it was aborted');
    else if (part.type === 'finish') finishReason = part.finishReason;
  }
  return finishReason;
}

function modelOf({ wire, url }: CandidateOfCell): LanguageModelV4 {
  const settings = { apiKey: KEY, baseURL: url };
  switch (wire) {
    case 'openai':
      return createOpenAI(settings).chat(MODELS.openai);
    case 'groq':
      return createGroq(settings)(MODELS.groq);
    case 'anthropic':
      return createAnthropic(settings)(MODELS.anthropic);
    default:
      return wire satisfies never;
  }
}

function idOf({ wire }: CandidateOfCell): string {
  return `${wire}/${MODELS[wire]}`;
}

function close(): void {
  // Nothing was opened.
}

/** The error comes as a part of the stream as well; without this it is printed too. */
function quiet(): void {
  // Seen in `passOn`.
}
