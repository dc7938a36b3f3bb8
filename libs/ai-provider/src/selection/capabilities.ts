import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';

/** What a candidate can do. What is not said is not known, and keeps nobody out. */
export interface CandidateCapabilities {
  /** Tokens of prompt and answer together. */
  readonly contextTokens?: number;
  /** Most tokens of an answer. */
  readonly maxOutputTokens?: number;
  readonly tools?: boolean;
  /** Images in the prompt. */
  readonly images?: boolean;
  /** Answers that obey a JSON schema. */
  readonly jsonSchema?: boolean;
}

const MOST_TOKENS = 100_000_000;
const FLAGS = ['tools', 'images', 'jsonSchema'] as const;
const TOKENS = ['contextTokens', 'maxOutputTokens'] as const;

/** @throws InvalidOptionError naming the field, also for one that does not exist. */
export function checkedCapabilities(
  capabilities: CandidateCapabilities,
  field: string,
): CandidateCapabilities {
  for (const [name, value] of Object.entries(capabilities)) {
    if (TOKENS.some((known) => known === name)) wholeNumber(value, `${field}.${name}`, 1, MOST_TOKENS);
    else if (!FLAGS.some((known) => known === name) || typeof value !== 'boolean') {
      throw new InvalidOptionError({
        field: `${field}.${name}`,
        accepted: `true or false for ${FLAGS.join(', ')}; a number of tokens for ${TOKENS.join(', ')}`,
        received: value,
      });
    }
  }
  return { ...capabilities };
}
