import { createHash } from 'node:crypto';
import { CHARACTERS_PER_TOKEN, estimateTokens } from './usage.policy.js';

/** Shortest prefix that is cached, and the steps in which longer ones match: OpenAI's published 1024 and 128 tokens. */
const MIN_PREFIX_TOKENS = 1024;
const STEP_TOKENS = 128;
/** Prefixes remembered; the oldest are forgotten first. */
const MAX_PREFIXES = 20_000;

export interface CacheLookup {
  /** Tokens of the longest prefix seen before; 0 or at least 1024. */
  readonly read: number;
  /** Tokens up to the last step that can be matched next time. */
  readonly cacheable: number;
  /** Makes the prompt's prefixes known. Not called for a request that was refused. */
  remember(): void;
}

/** Knows, by hash, which prompt prefixes a model was sent before. */
export class PromptCache {
  readonly #seen = new Set<string>();

  lookup(scope: string, prompt: string): CacheLookup {
    const tokens = estimateTokens(prompt);
    const hash = createHash('sha256').update(`${scope}\0`);
    const prefixes: string[] = [];
    let from = 0;
    let read = 0;
    for (let step = MIN_PREFIX_TOKENS; step <= tokens; step += STEP_TOKENS) {
      const to = step * CHARACTERS_PER_TOKEN;
      hash.update(prompt.slice(from, to));
      from = to;
      const prefix = hash.copy().digest('base64');
      prefixes.push(prefix);
      if (this.#seen.has(prefix)) read = step;
    }
    const cacheable = prefixes.length === 0 ? 0 : MIN_PREFIX_TOKENS + (prefixes.length - 1) * STEP_TOKENS;
    return { read, cacheable, remember: () => this.#remember(prefixes) };
  }

  reset(): void {
    this.#seen.clear();
  }

  #remember(prefixes: readonly string[]): void {
    for (const prefix of prefixes) {
      this.#seen.delete(prefix);
      this.#seen.add(prefix);
    }
    for (const oldest of this.#seen) {
      if (this.#seen.size <= MAX_PREFIXES) break;
      this.#seen.delete(oldest);
    }
  }
}
