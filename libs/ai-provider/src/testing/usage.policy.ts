import type { Cost } from './limits.js';
import type { Wire } from './wire.types.js';

/** The simulator's tokeniser: four characters (UTF-16 units) are one token, a rest counts as one. */
export const CHARACTERS_PER_TOKEN = 4;

export function estimateTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** One answer's tokens. `input` counts everything that was read: plain, cached and newly cached. */
export interface TokenUsage {
  readonly input: number;
  /** Of `input`: read from the prompt cache. */
  readonly cacheRead: number;
  /** Of `input`: written to the prompt cache (Anthropic bills these apart). */
  readonly cacheWrite: number;
  readonly output: number;
  /** Of `output`: reasoning. */
  readonly reasoning: number;
}

/**
 * What an answer takes from the buckets. OpenAI reserves `max_tokens`; Groq and Anthropic count what was used and
 * leave cached reads out.
 */
export function costOf(wire: Wire, usage: TokenUsage, maxTokens: number | undefined): Cost {
  const { input, cacheRead, output } = usage;
  switch (wire) {
    case 'openai': {
      const reserved = Math.max(output, maxTokens ?? 0);
      return { requests: 1, tokens: input + reserved, inputTokens: input, outputTokens: reserved };
    }
    case 'groq':
    case 'anthropic':
      return {
        requests: 1,
        tokens: input - cacheRead + output,
        inputTokens: input - cacheRead,
        outputTokens: output,
      };
    default:
      return wire satisfies never;
  }
}
