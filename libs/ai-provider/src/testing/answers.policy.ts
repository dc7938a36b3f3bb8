import type { SimulatedQuestion } from './simulator.types.js';
import { CHARACTERS_PER_TOKEN, estimateTokens } from './usage.policy.js';

/** Longest part of a question that the default answer repeats, in characters. */
const QUOTED_CHARACTERS = 120;

/** The default answer: honest about being simulated, equal for equal questions, some 40 words. */
export function defaultAnswer({
  wire,
  model,
  text,
  messages,
}: Pick<SimulatedQuestion, 'wire' | 'model' | 'text' | 'messages'>): string {
  const shown = text.length > QUOTED_CHARACTERS ? `${wellFormedSlice(text, QUOTED_CHARACTERS)}…` : text;
  const turns = messages.length === 1 ? 'one message' : `${messages.length} messages`;
  return (
    `Simulated answer by ${wire} ${model}: you asked "${shown}" (${text.length} characters) in ${turns}. ` +
    'No language model was called. These words come from a deterministic simulator, so that the same question ' +
    'receives the same text, token counts and price every time it is asked.'
  );
}

export type Finish =
  | { readonly reason: 'stop' }
  | { readonly reason: 'length' }
  | { readonly reason: 'toolCalls' }
  | { readonly reason: 'stopSequence'; readonly sequence: string };

export interface FinishedText {
  readonly text: string;
  readonly finish: Finish;
}

/** Ends a text at its first stop sequence or after `maxTokens`, whichever comes first. */
export function finishText(
  text: string,
  maxTokens: number | undefined,
  stop: readonly string[],
): FinishedText {
  let finished: FinishedText = { text, finish: { reason: 'stop' } };
  for (const sequence of stop) {
    const at = finished.text.indexOf(sequence);
    if (at >= 0)
      finished = { text: finished.text.slice(0, at), finish: { reason: 'stopSequence', sequence } };
  }
  if (maxTokens === undefined || estimateTokens(finished.text) <= maxTokens) return finished;
  return {
    text: wellFormedSlice(finished.text, maxTokens * CHARACTERS_PER_TOKEN),
    finish: { reason: 'length' },
  };
}

/** Splits a text into the chunks of its stream: a word each, with the white space before it. */
export function chunksOf(text: string): readonly string[] {
  return text.match(/\s*\S+(?:\s+$)?|\s+$/g) ?? [];
}

/** Never leaves half of a surrogate pair. */
function wellFormedSlice(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
