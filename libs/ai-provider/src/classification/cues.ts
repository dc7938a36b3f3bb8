import type { QueryType } from './query-type.js';

/** What the words of a question can hint at. The lexicons list the words, one file a language. */
export interface Cue {
  /** The type that it speaks for; cues without one serve complexity and time. */
  readonly type?: QueryType;
  /** How strongly it speaks for the type, beside the others: about the logarithm of the odds. */
  readonly weight: number;
  /** `start`: only at the beginning of a sentence, politeness left out. Default: anywhere. */
  readonly at?: 'start';
}

export const CUES = {
  'asks to translate': { type: 'translation', weight: 4.5 },
  'names a target language': { type: 'translation', weight: 2.5 },
  'asks for a summary': { type: 'summarisation', weight: 4.5 },
  'points at a text': { type: 'summarisation', weight: 1.5 },
  'asks to write': { type: 'creative', weight: 1.5, at: 'start' },
  'asks for ideas': { type: 'creative', weight: 2.5, at: 'start' },
  'names a form of text': { type: 'creative', weight: 2 },
  'asks for another tone': { type: 'creative', weight: 3 },
  'asks to compare': { type: 'comparison', weight: 5.5 },
  'uses a comparative': { type: 'comparison', weight: 2 },
  'offers a choice': { type: 'comparison', weight: 1 },
  'names a programming tool': { type: 'code', weight: 3 },
  'speaks of programs': { type: 'code', weight: 2 },
  'asks for work on code': { type: 'code', weight: 1.5, at: 'start' },
  'asks to calculate': { type: 'math', weight: 2.5 },
  'names a mathematical thing': { type: 'math', weight: 2.5 },
  'asks for a quantity': { type: 'factual', weight: 0.5 },
  'asks why': { type: 'analytical', weight: 2.5, at: 'start' },
  'asks for analysis': { type: 'analytical', weight: 2.75 },
  'asks for advice': { type: 'analytical', weight: 2 },
  'begins as a question': { type: 'factual', weight: 1.25, at: 'start' },
  'asks yes or no': { type: 'factual', weight: 0.5, at: 'start' },
  'asks for a definition': { type: 'factual', weight: 2 },
  'asks how it works': { type: 'factual', weight: 1 },
  'asks for a fact': { type: 'factual', weight: 1.25 },
  'is small talk': { type: 'conversational', weight: 0.5 },
  greets: { type: 'conversational', weight: 0.5, at: 'start' },
  'speaks to the assistant': { type: 'conversational', weight: 2, at: 'start' },
  polite: { weight: 0, at: 'start' },
  'states something': { weight: 0, at: 'start' },
  demanding: { weight: 0 },
  slight: { weight: 0 },
  live: { weight: 0 },
  daily: { weight: 0 },
  slow: { weight: 0 },
} as const satisfies Readonly<Record<string, Cue>>;

export type CueName = keyof typeof CUES;
