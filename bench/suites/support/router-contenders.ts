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
  readonly direct: LanguageModelV4;
  readonly ours: LanguageModelV4;
  readonly portkey: LanguageModelV4;
}

/** As ours: a redirect would carry the key elsewhere. */
const fetchWithoutRedirects: typeof fetch = (input, init) => fetch(input, { ...init, redirect: 'manual' });

/** The same model of the same provider package, with the same options, over the same upstream, three ways. */
export async function startContenders(scope: SuiteScope): Promise<Contenders> {
  const upstream = await spawnUpstream<{ url: string }>(
    new URL('./fixed-model.upstream.js', import.meta.url),
  );
  scope.onCleanup(() => upstream.stop());
  const gateway = await spawnUpstream<{ url: string }>(new URL('./portkey.upstream.js', import.meta.url));
  scope.onCleanup(() => gateway.stop());

  const settings = { apiKey: 'sk-bench', baseURL: upstream.info.url, fetch: fetchWithoutRedirects };
  const app = await NestFactory.createApplicationContext(
    AiProviderModule.forRoot({
      providers: {
        openai: { apiKey: 'sk-bench', baseUrl: upstream.info.url, api: 'chat' },
        backup: { model: createOpenAI(settings).chat(MODEL) },
      },
      models: { chat: { use: [`openai/${MODEL}`, `backup/${MODEL}`] } },
    }),
    { logger: false },
  );
  scope.onCleanup(() => app.close());

  return {
    direct: createOpenAI(settings).chat(MODEL),
    ours: app.get(AiProviderService).languageModel('chat'),
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
