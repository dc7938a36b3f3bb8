/**
 * What a caller got.
 * - `answered`: the whole text once
 * - `told`: an error; whatever text came before it was not repeated
 * - `silent`: the end, without an error and without the whole text
 * - `repeated`: a text that was out already, again
 * - `stuck`: no end within the time limit of the bench
 */
export const OUTCOMES = ['answered', 'told', 'silent', 'repeated', 'stuck'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** How a call ended, whatever text it gave. */
export type CallEnd = { readonly finishReason: string } | 'told' | 'stuck';

/** Every simulated answer begins so, and none has it twice. */
const BEGINNING = 'Simulated answer by';

/** @param answers every text that is a whole answer */
export function outcomeOf(end: CallEnd, text: string, answers: readonly string[]): Outcome {
  if (text.split(BEGINNING).length > 2) return 'repeated';
  if (typeof end === 'string') return end;
  return answers.includes(text) ? 'answered' : 'silent';
}
