import { looksRandom } from './randomness.policy.js';
import type { SecretPattern } from './secret-pattern.js';

/** A token that begins with a literal of its issuer and is a word of letters, digits, `_` and `-`. */
export function token(
  id: string,
  prefilter: string | readonly string[],
  expression: RegExp,
  more: Partial<SecretPattern> = {},
): SecretPattern {
  return {
    id,
    prefilter,
    starts: 'word',
    expression,
    characters: String.raw`\w-`,
    maxLength: 512,
    check: looksRandom,
    ...more,
  };
}
