import {
  AiProviderModule,
  AiProviderService,
  type AiProviderOptions,
  type BreakerOptions,
  type LogicalModelOptions,
  type SharedStateOptions,
} from '@hydrogenai/ai-provider';
import {
  startSimulator,
  type Simulator,
  type SimulatorOptions,
  type Wire,
} from '@hydrogenai/ai-provider/testing';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

export interface Pool extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly app: INestApplicationContext;
  readonly ai: AiProviderService;
  /** Hits by wire, in the order of the seed. */
  hits(): Readonly<Record<Wire, number>>;
}

export const CANDIDATES = ['groq/openai/gpt-oss-120b', 'openai/gpt-5.4-mini', 'anthropic/claude-haiku-5-5'];

export interface PoolOptions {
  readonly simulator?: SimulatorOptions;
  readonly chat?: Partial<LogicalModelOptions>;
  readonly openaiApi?: 'responses' | 'chat';
  readonly breaker?: BreakerOptions | false;
  readonly sharedState?: SharedStateOptions;
  /** Default: one. */
  readonly groqKeys?: readonly string[];
  /** Of a simulator that is there already. */
  readonly baseUrls?: Simulator['urls'];
  /** Further options of the module; `providers` come beside the three. */
  readonly module?: Partial<AiProviderOptions> | ((simulator: Simulator) => Partial<AiProviderOptions>);
}

/** A Nest application whose three providers are the simulator, over real sockets. */
export async function startPool(options: PoolOptions = {}): Promise<Pool> {
  const simulator = await startSimulator(options.simulator);
  const { module = {} } = options;
  const urls = options.baseUrls ?? simulator.urls;
  const more = typeof module === 'function' ? module(simulator) : module;
  const app = await NestFactory.createApplicationContext(
    AiProviderModule.forRoot({
      ...more,
      providers: {
        ...more.providers,
        groq: { apiKey: options.groqKeys ?? 'gsk_test', baseUrl: urls.groq },
        openai: {
          apiKey: 'sk-test',
          baseUrl: urls.openai,
          ...(options.openaiApi === undefined ? {} : { api: options.openaiApi }),
        },
        anthropic: { apiKey: 'sk-ant-test', baseUrl: urls.anthropic },
      },
      models: { chat: { use: CANDIDATES, ...options.chat }, ...more.models },
      ...(options.breaker === undefined ? {} : { breaker: options.breaker }),
      ...(options.sharedState === undefined ? {} : { sharedState: options.sharedState }),
    }),
    { logger: false, abortOnError: false },
  );
  const close = async (): Promise<void> => {
    await app.close();
    await simulator.close();
  };
  return {
    simulator,
    app,
    ai: app.get(AiProviderService),
    hits: () => ({
      groq: simulator.hits('groq'),
      openai: simulator.hits('openai'),
      anthropic: simulator.hits('anthropic'),
    }),
    [Symbol.asyncDispose]: close,
  };
}
