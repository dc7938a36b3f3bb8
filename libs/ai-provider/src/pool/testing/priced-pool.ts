import { FakeClock } from '@hydrogenai/common/testing';
import { MockLanguageModelV4 } from 'ai/test';
import type { AiProviderOptions, LogicalModelOptions } from '../../ai-provider.options.js';
import { AiProviderService } from '../../ai-provider.service.js';
import { TIMED_USAGE } from '../../hedging/testing/timed-models.js';
import { ModelPool } from '../model-pool.js';
import { openPoolParts } from '../open-pool-parts.js';
import { resolveAiProviderOptions } from '../resolve-options.js';

/** Real models, so that their real prices are known. */
const IDS = { groq: 'openai/gpt-oss-120b', openai: 'gpt-5.4', anthropic: 'claude-haiku-4-5' } as const;
export const GROQ = `groq/${IDS.groq}`;
export const OPENAI = `openai/${IDS.openai}`;
export const ANTHROPIC = `anthropic/${IDS.anthropic}`;

/** A pool of three models that answer at once, as their clock says after 100 ms; the dearest is the first choice. */
export async function pricedPool(
  chat: Partial<LogicalModelOptions> = {},
  module: Partial<AiProviderOptions> = {},
  limits: Readonly<Record<string, object>> = {},
) {
  const clock = new FakeClock(Date.UTC(2026, 10, 27));
  const models = Object.entries(IDS).map(
    ([provider, modelId]) =>
      [
        provider,
        new MockLanguageModelV4({
          provider,
          modelId,
          doGenerate: async () => {
            clock.advance(100);
            return {
              content: [{ type: 'text', text: 'yes' }],
              finishReason: { unified: 'stop', raw: 'stop' },
              usage: TIMED_USAGE,
              warnings: [],
            };
          },
        }),
      ] as const,
  );
  const options = resolveAiProviderOptions({
    providers: Object.fromEntries(models.map(([name, model]) => [name, { model, ...limits[name] }])),
    models: { chat: { use: [OPENAI, ANTHROPIC, GROQ], ...chat } },
    clock,
    random: seeded(7),
    ...module,
  });
  const pool = new ModelPool(options, await openPoolParts(options));
  const asked = () => models.flatMap(([name, { doGenerateCalls }]) => doGenerateCalls.map(() => name));
  return { pool, clock, asked, ai: new AiProviderService(pool) };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
