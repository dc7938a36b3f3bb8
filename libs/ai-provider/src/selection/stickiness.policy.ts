import { hash } from 'node:crypto';
import type { LanguageModelV4Prompt } from '@ai-sdk/provider';

/**
 * What keeps requests together at one candidate: `session` the conversation, so that it speaks with one voice; `prefix`
 * the beginning of the prompt, so that the provider's prompt cache is warm.
 */
export const STICKY_BY = ['session', 'prefix'] as const;

export type StickyBy = (typeof STICKY_BY)[number];

/** OpenAI's prompt cache begins at 1,024 tokens, about 4,000 characters; what differs behind that is another question. */
const PREFIX_CHARACTERS = 4_000;

/** What the requests of one kind have in common; `undefined` when there is nothing, and the strategy decides alone. */
export function stickyKey(
  by: StickyBy | undefined,
  session: string | undefined,
  prompt: LanguageModelV4Prompt,
): string | undefined {
  switch (by) {
    case undefined:
      return undefined;
    case 'session':
      return session;
    case 'prefix':
      return prefixOf(prompt);
    default:
      return by satisfies never;
  }
}

/**
 * Puts the one that a key belongs to first: rendezvous hashing, so that all processes agree without a word, and when one
 * falls out only its keys move. The prompt itself is never kept.
 * Source: Thaler and Ravishankar, "Using name-based mappings to increase hit rates" (1998).
 */
export function stickTo<Named>(
  key: string,
  choices: readonly Named[],
  nameOf: (choice: Named) => string,
): readonly Named[] {
  let first: Named | undefined;
  let highest = '';
  for (const choice of choices) {
    const rank = hash('sha1', `${nameOf(choice)}\n${key}`, 'hex');
    if (rank > highest) [first, highest] = [choice, rank];
  }
  return first === undefined ? choices : [first, ...choices.filter((choice) => choice !== first)];
}

function prefixOf(prompt: LanguageModelV4Prompt): string | undefined {
  let prefix = '';
  for (const { role, content } of prompt) {
    const texts =
      typeof content === 'string'
        ? [content]
        : content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : part.type));
    for (const text of texts) prefix += `${role}:${text.slice(0, PREFIX_CHARACTERS)}\n`;
    if (prefix.length >= PREFIX_CHARACTERS) break;
  }
  return prefix === '' ? undefined : prefix.slice(0, PREFIX_CHARACTERS);
}
