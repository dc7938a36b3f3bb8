import 'reflect-metadata';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { AiProviderModule, AiProviderService } from '@hydrogenai/ai-provider';
import { NestFactory } from '@nestjs/core';
import { spawnUpstream, type SuiteScope } from '../../harness/index.js';

export const MODEL = 'gpt-5.4-mini';
export const QUESTION: LanguageModelV4CallOptions = {
  prompt: [{ role: 'user', content: [{ type: 'text', text: 'What is the capital of France?' }] }],
};

export interface Contenders {
  /** The provider package of the AI SDK as it comes, over the global fetch. */
  readonly direct: LanguageModelV4;
  /** The pool as it comes: the same package over connections of our own. */
  readonly ours: LanguageModelV4;
  /** The pool over the very model of `direct`: what the pool itself costs, with the same fetch below. */
  readonly sameFetch: LanguageModelV4;
  /** A gateway process between the package and the provider. */
  readonly portkey: LanguageModelV4;
}

/** The same model of the same provider package, with the same options, over the same upstream, in several ways. */
export async function startContenders(scope: SuiteScope): Promise<Contenders> {
  const upstream = await spawnUpstream<{ url: string }>(
    new URL('./fixed-model.upstream.js', import.meta.url),
  );
  scope.onCleanup(() => upstream.stop());
  const gateway = await spawnUpstream<{ url: string }>(new URL('./portkey.upstream.js', import.meta.url));
  scope.onCleanup(() => gateway.stop());

  const settings = { apiKey: 'sk-bench', baseURL: upstream.info.url };
  const direct = createOpenAI(settings).chat(MODEL);
  const app = await NestFactory.createApplicationContext(
    AiProviderModule.forRoot({
      providers: {
        openai: { apiKey: 'sk-bench', baseUrl: upstream.info.url, api: 'chat' },
        given: { model: direct },
      },
      models: {
        chat: { use: [`openai/${MODEL}`, `given/${MODEL}`] },
        'same-fetch': { use: [`given/${MODEL}`, `openai/${MODEL}`] },
      },
    }),
    { logger: false },
  );
  scope.onCleanup(() => app.close());

  const ai = app.get(AiProviderService);
  return {
    direct,
    ours: ai.languageModel('chat'),
    sameFetch: ai.languageModel('same-fetch'),
    portkey: createOpenAI({
      ...settings,
      baseURL: gateway.info.url,
      headers: { 'x-portkey-config': JSON.stringify(fallbackBetweenTwo(upstream.info.url)) },
    }).chat(MODEL),
  };
}

/** The same policy as ours: two targets, the second when the first fails, two retries. */
function fallbackBetweenTwo(url: string): object {
  const target = { provider: 'openai', api_key: 'sk-bench', custom_host: url };
  return { strategy: { mode: 'fallback' }, retry: { attempts: 2 }, targets: [target, target] };
}
