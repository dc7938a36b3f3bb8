import type { LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { RoutingTrail } from '@hydrogenai/common/models';
import type { AiProviderOptions, LogicalModelOptions } from '../../ai-provider.options.js';
import { ModelPool } from '../../pool/model-pool.js';
import type { PoolWishes } from '../../pool/pool-wishes.js';
import { resolveAiProviderOptions } from '../../pool/resolve-options.js';
import { textOf } from '../../response/to-provider-response.js';
import { timedModel, type HandClock, type TimedPlan } from './timed-models.js';

/** How a request ended: with a text, or with an error. */
export interface Ended {
  readonly text: string | undefined;
  readonly error: unknown;
  readonly routing: RoutingTrail | undefined;
  /** Since it began, in ms of the clock. */
  readonly ms: number;
}

export interface HedgedRequest {
  readonly wishes?: PoolWishes;
  readonly call?: Partial<LanguageModelV4CallOptions>;
}

export interface HedgedPoolOptions {
  /** By provider a, b, ...: one plan for all its calls, or one for each call, the last for all that follow. */
  readonly plans: readonly (TimedPlan | readonly [TimedPlan, ...TimedPlan[]])[];
  readonly chat?: Partial<LogicalModelOptions>;
  readonly module?: Partial<AiProviderOptions>;
}

/** A pool of providers a, b, ... on a clock that is moved by hand. It hedges after 100 ms. */
export function hedgedPoolOn(clock: HandClock, { plans, chat, module }: HedgedPoolOptions) {
  const names = plans.map((_, index) => 'abcdef'.charAt(index));
  const models = plans.map((plan, index) => {
    const each = 'ms' in plan ? [plan] : [...plan];
    const next = (): TimedPlan => (each.length > 1 ? each.shift() : each[0]) ?? { ms: 0 };
    return timedModel(names[index] ?? '', clock, next);
  });
  const pool = new ModelPool(
    resolveAiProviderOptions({
      providers: Object.fromEntries(models.map(({ model }, index) => [names[index] ?? '', { model }])),
      models: {
        chat: { use: names.map((name) => `${name}/m`), hedge: { afterMs: 100, burst: 1_000 }, ...chat },
      },
      clock,
      random: () => 0,
      ...module,
    }),
  );

  const begin = (how: 'answer' | 'stream', { wishes = {}, call }: HedgedRequest = {}): Promise<Ended> => {
    const began = clock.monotonicMs();
    const options: LanguageModelV4CallOptions = { prompt: [], ...call };
    let routing: RoutingTrail | undefined;
    let text: string | undefined;
    const ask = async (): Promise<void> => {
      if (how === 'answer') {
        const answered = await pool.generate('chat', wishes, options);
        ({ routing } = answered);
        text = textOf(answered.result.content);
        return;
      }
      const answered = await pool.stream('chat', wishes, options);
      ({ routing } = answered);
      text = await readText(answered.result.stream);
    };
    const end = (error: unknown): Ended => ({ text, error, routing, ms: clock.monotonicMs() - began });
    return ask().then(
      () => end(undefined),
      (error: unknown) => end(error),
    );
  };

  /** Asks and moves the clock on until the request has ended. */
  const ask = async (how: 'answer' | 'stream', request?: HedgedRequest): Promise<Ended> => {
    const ended: Ended[] = [];
    void begin(how, request).then((end) => ended.push(end));
    for (let turn = 0; turn < 2_000; turn++) {
      const [end] = ended;
      if (end) return end;
      await clock.advanceAsync(10);
    }
    throw new Error('The request did not end within 20 s of its clock.');
  };

  const stats = (provider: string) =>
    pool.providerStats().find((each) => each.provider === provider)?.models[0];
  return { clock, pool, models, begin, ask, stats };
}

async function readText(stream: ReadableStream<LanguageModelV4StreamPart>): Promise<string> {
  let text = '';
  for await (const part of stream) if (part.type === 'text-delta') text += part.delta;
  return text;
}

/** `a outrun 150`: what a trail says of each attempt. */
export const trailOf = (routing: RoutingTrail | undefined): readonly string[] =>
  (routing?.attempts ?? []).map(({ provider, outcome, kind, ms }) => `${provider} ${kind ?? outcome} ${ms}`);
