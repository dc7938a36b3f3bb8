import type { AiProviderOptions, CandidateOptions, PricingOptions } from '@hydrogenai/ai-provider';
import type { DemoEnvironment } from '../config/demo.environment.js';
import type { ProviderSource } from './provider-source.js';

/** Small and cheap models, in the order in which they are asked. */
const CHAT = ['groq/openai/gpt-oss-120b', 'openai/gpt-5.4-mini', 'anthropic/claude-haiku-5-5'] as const;

/** Able ones; Groq's at the end, so that every provider alone can serve. */
const SMART = ['anthropic/claude-sonnet-5-5', 'openai/gpt-5.4', 'groq/openai/gpt-oss-120b'] as const;

/** Context windows where a question could ask for more than that. The providers' model lists, 2026-11-27. */
const CONTEXT_TOKENS: Readonly<Record<string, number>> = { 'groq/openai/gpt-oss-120b': 131_072 };

/** The simulator's own price of a model that the price list does not know yet, so that all its answers have one. */
const SIMULATED_PRICING: PricingOptions = {
  'anthropic/claude-haiku-5-5': { inputPerMillion: 1, outputPerMillion: 5 },
};

/**
 * Three logical models over whichever providers there are: `chat`, which answers unless another is asked for, `smart`, and
 * `auto`, which chooses one of the two for each question.
 */
export function aiProviderOptions(
  { kind, providers }: ProviderSource,
  { redisUrl, dailyBudgetDollars }: Pick<DemoEnvironment, 'redisUrl' | 'dailyBudgetDollars'>,
): AiProviderOptions {
  const among = (ids: readonly string[]): readonly CandidateOptions[] =>
    ids.filter((id) => Object.hasOwn(providers, id.split('/', 1)[0] ?? '')).map(candidate);
  return {
    providers,
    models: {
      chat: { use: among(CHAT) },
      smart: { use: among(SMART), stickyBy: 'session' },
      auto: { classify: { code: 'smart', complex: 'smart', default: 'chat' } },
    },
    ...(kind === 'simulator' ? { pricing: SIMULATED_PRICING } : {}),
    ...(dailyBudgetDollars === undefined
      ? {}
      : { budgets: [{ name: 'day', per: 'total', window: 'day', limitDollars: dailyBudgetDollars }] }),
    ...(redisUrl === undefined ? {} : { sharedState: { redis: { url: redisUrl.reveal() } } }),
  };
}

function candidate(model: string): CandidateOptions {
  const contextTokens = CONTEXT_TOKENS[model];
  return contextTokens === undefined ? { model } : { model, supports: { contextTokens } };
}
