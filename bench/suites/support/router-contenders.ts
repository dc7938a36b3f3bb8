import 'reflect-metadata';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { AiProviderModule, AiProviderService, type AiProviderOptions } from '@hydrogenai/ai-provider';
import { NestFactory } from '@nestjs/core';
import { spawnUpstream, type SuiteScope } from '../../harness/index.js';
import { startRedis } from './redis-server.js';

export const MODEL = 'gpt-5.4-mini';
/** The wish is for the pools, which count per tenant; the others pass it over. */
export const QUESTION: LanguageModelV4CallOptions = {
  prompt: [{ role: 'user', content: [{ type: 'text', text: 'What is the capital of France?' }] }],
  providerOptions: { hydrogenai: { tenant: 'acme' } },
};

export interface Contenders {
  /** The provider package of the AI SDK as it comes, over the global fetch. */
  readonly direct: LanguageModelV4;
  /** The pool as it comes, over connections of its own: limits, breakers, ledger and a budget, all in memory. */
  readonly ours: LanguageModelV4;
  /** The same, with all of that in a Redis that processes share. */
  readonly shared: LanguageModelV4;
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
  const redis = { url: await startRedis(scope) };

  const settings = { apiKey: 'sk-bench', baseURL: upstream.info.url };
  const direct = createOpenAI(settings).chat(MODEL);
  const start = async (options: Partial<AiProviderOptions>): Promise<AiProviderService> => {
    const app = await NestFactory.createApplicationContext(
      AiProviderModule.forRoot({ ...everythingOn(upstream.info.url, direct), ...options }),
      { logger: false },
    );
    scope.onCleanup(() => app.close());
    return app.get(AiProviderService);
  };
  const inMemory = await start({});
  return {
    direct,
    ours: inMemory.languageModel('chat'),
    shared: (await start({ sharedState: { redis } })).languageModel('chat'),
    sameFetch: inMemory.languageModel('same-fetch'),
    portkey: createOpenAI({
      ...settings,
      baseURL: gateway.info.url,
      headers: { 'x-portkey-config': JSON.stringify(fallbackBetweenTwo(upstream.info.url)) },
    }).chat(MODEL),
  };
}

/** Everything counts and nothing is ever used up: breakers and ledger are there by default. */
function everythingOn(baseUrl: string, given: LanguageModelV4): AiProviderOptions {
  const limits = { requestsPerMinute: 1_000_000_000, tokensPerMinute: 1_000_000_000 };
  return {
    providers: {
      openai: { apiKey: 'sk-bench', baseUrl, api: 'chat', limits },
      given: { model: given, limits },
    },
    models: {
      chat: { use: [`openai/${MODEL}`, `given/${MODEL}`] },
      'same-fetch': { use: [`given/${MODEL}`, `openai/${MODEL}`] },
    },
    pricing: { [`given/${MODEL}`]: { inputPerMillion: 0.75, outputPerMillion: 4.5 } },
    budgets: [{ name: 'tenants', per: 'tenant', limitDollars: 1_000_000_000, window: 'day' }],
  };
}

/** The same policy as ours: two targets, the second when the first fails, two retries. */
function fallbackBetweenTwo(url: string): object {
  const target = { provider: 'openai', api_key: 'sk-bench', custom_host: url };
  return { strategy: { mode: 'fallback' }, retry: { attempts: 2 }, targets: [target, target] };
}
