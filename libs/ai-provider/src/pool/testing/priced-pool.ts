import type { AiProviderOptions, LogicalModelOptions } from '../../ai-provider.options.js';
import { AiProviderService } from '../../ai-provider.service.js';
import { timedModel, type HandClock, type TimedPlan } from '../../hedging/testing/timed-models.js';
import { ModelPool } from '../model-pool.js';
import { openPoolParts } from '../open-pool-parts.js';
import { resolveAiProviderOptions } from '../resolve-options.js';

/** Real models, so that their real prices are known. */
const IDS = { groq: 'openai/gpt-oss-120b', openai: 'gpt-5.4', anthropic: 'claude-haiku-4-5' } as const;
export const GROQ = `groq/${IDS.groq}`;
export const OPENAI = `openai/${IDS.openai}`;
export const ANTHROPIC = `anthropic/${IDS.anthropic}`;

/** A pool of three models that answer at once, as their clock says after 100 ms; the dearest is the first choice. */
export async function pricedPoolOn(
  clock: HandClock,
  chat: Partial<LogicalModelOptions> = {},
  module: Partial<AiProviderOptions> = {},
  limits: Readonly<Record<string, object>> = {},
) {
  const models = Object.entries(IDS).map(([provider, modelId]) => {
    const atOnce = (): TimedPlan => {
      clock.advance(100);
      return { ms: 0 };
    };
    return [provider, timedModel(provider, clock, atOnce, modelId)] as const;
  });
  const options = resolveAiProviderOptions({
    providers: Object.fromEntries(models.map(([name, { model }]) => [name, { model, ...limits[name] }])),
    models: { chat: { use: [OPENAI, ANTHROPIC, GROQ], ...chat } },
    clock,
    random: seeded(7),
    ...module,
  });
  const pool = new ModelPool(options, await openPoolParts(options));
  const asked = () => models.flatMap(([name, { startedMs }]) => startedMs.map(() => name));
  return { pool, clock, asked, ai: new AiProviderService(pool) };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
