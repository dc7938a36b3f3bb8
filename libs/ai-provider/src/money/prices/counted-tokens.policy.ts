import type { LanguageModelV4Usage } from '@ai-sdk/provider';

/** Tokens of one attempt, every one in exactly one of `input`, `cacheRead`, `cacheWrite` and `output`. */
export interface CountedTokens {
  /** Input at the plain price: neither read from nor written to a cache. */
  readonly input: number;
  readonly cacheRead: number;
  /** All that was written to a cache. */
  readonly cacheWrite: number;
  /** Of `cacheWrite`: entries that live for an hour. */
  readonly cacheWrite1h: number;
  /** All output, reasoning included. */
  readonly output: number;
  /** Of `output`. */
  readonly reasoning: number;
}

export interface TokenCount {
  readonly tokens: CountedTokens;
  /** False when the provider's parts did not sum up to its totals, and the larger reading was taken. */
  readonly consistent: boolean;
}

/** Beyond any model's context; a larger count is a defect of whoever counted. It also keeps all products exact. */
export const MOST_TOKENS = 1_000_000_000;

/**
 * Sorts the normalised usage of the AI SDK into parts that are each paid once: OpenAI and Groq count cached tokens inside
 * the input and Anthropic outside, which the SDK's `noCache`, `cacheRead` and `cacheWrite` have evened out. Where the
 * parts do not sum up to the total the larger reading counts, so that an odd provider is never charged too little.
 * `null` where the provider counted nothing, or no whole numbers.
 */
export function countTokens(usage: LanguageModelV4Usage): TokenCount | null {
  const { inputTokens, outputTokens, raw } = usage;
  const { cacheRead = 0, cacheWrite = 0 } = inputTokens;
  const { reasoning = 0 } = outputTokens;
  const inputTotal = inputTokens.total ?? sumOf(inputTokens.noCache, cacheRead + cacheWrite);
  const outputTotal = outputTokens.total ?? sumOf(outputTokens.text, reasoning);
  if (inputTotal === undefined || outputTotal === undefined) return null;
  if (![cacheRead, cacheWrite, reasoning, inputTotal, outputTotal].every(isCount)) return null;

  const rest = inputTotal - cacheRead - cacheWrite;
  const noCache = inputTokens.noCache ?? Math.max(0, rest);
  const text = outputTokens.text ?? Math.max(0, outputTotal - reasoning);
  if (!isWhole(noCache) || !isWhole(text)) return null;
  return {
    tokens: {
      input: Math.max(noCache, rest, 0),
      cacheRead,
      cacheWrite,
      cacheWrite1h: Math.min(cacheWrite, hourLongWrites(raw)),
      output: Math.max(outputTotal, Math.max(0, text) + reasoning),
      reasoning,
    },
    consistent: rest >= 0 && noCache === rest && text >= 0 && text + reasoning === outputTotal,
  };
}

/** All input, cached or not. */
export function allInput({ input, cacheRead, cacheWrite }: CountedTokens): number {
  return input + cacheRead + cacheWrite;
}

/**
 * Anthropic's `cache_creation.ephemeral_1h_input_tokens`, which the SDK keeps in `raw` only
 * (https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching).
 */
function hourLongWrites(raw: LanguageModelV4Usage['raw']): number {
  const creation: unknown = raw?.['cache_creation'];
  const tokens = isRecord(creation) ? creation['ephemeral_1h_input_tokens'] : undefined;
  return typeof tokens === 'number' && isCount(tokens) ? tokens : 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function sumOf(part: number | undefined, rest: number): number | undefined {
  return part === undefined ? undefined : part + rest;
}

function isCount(value: number): boolean {
  return isWhole(value) && value >= 0;
}

function isWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= MOST_TOKENS;
}
