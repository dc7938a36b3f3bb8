import 'reflect-metadata';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
} from '@ai-sdk/provider';
import { AiProviderModule, AiProviderService, type AiProviderOptions } from '@hydrogenai/ai-provider';
import { NestFactory } from '@nestjs/core';
import type { MicroRun, SuiteScope } from '../../harness/index.js';

const RESULT: LanguageModelV4GenerateResult = {
  content: [{ type: 'text', text: 'Paris.' }],
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 7, noCache: 7, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 2, text: 2, reasoning: 0 },
  },
  warnings: [],
};

/** Answers at once, so that nothing but the pool is measured. */
const INSTANT: LanguageModelV4 = {
  specificationVersion: 'v4',
  provider: 'instant',
  modelId: 'model',
  supportedUrls: {},
  doGenerate: () => Promise.resolve(RESULT),
  doStream: () => Promise.reject(new Error('This bench does not stream.')),
};

const question = (): LanguageModelV4CallOptions => ({
  prompt: [{ role: 'user', content: [{ type: 'text', text: 'What is the capital of France?' }] }],
  maxOutputTokens: 100,
});

export interface AdmissionPools {
  readonly off: MicroRun;
  readonly unlimited: MicroRun;
  readonly limited: MicroRun;
}

/** The same pool without admission, with it but without a limit, and under two limits that are never reached. */
export async function startPools(scope: SuiteScope): Promise<AdmissionPools> {
  const pool = async (options: Partial<AiProviderOptions>): Promise<MicroRun> => {
    const app = await NestFactory.createApplicationContext(
      AiProviderModule.forRoot({
        providers: { given: { model: INSTANT } },
        models: { chat: { use: ['given/model'] } },
        ...options,
      }),
      { logger: false },
    );
    scope.onCleanup(() => app.close());
    const model = app.get(AiProviderService).languageModel('chat');
    return async (n) => {
      for (let i = 0; i < n; i++) await model.doGenerate(question());
    };
  };
  const limits = { requestsPerMinute: 1_000_000_000, tokensPerMinute: 1_000_000_000 };
  return {
    off: await pool({ admission: { mode: 'off' } }),
    unlimited: await pool({}),
    limited: await pool({ providers: { given: { model: INSTANT, limits } } }),
  };
}
