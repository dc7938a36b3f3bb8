import type { Complexity } from './classification.js';
import type { CueReading } from './cue-reading.policy.js';
import type { QueryType } from './query-type.js';
import type { TextReading } from './text-reading.policy.js';

/** What a question of a type asks for before a word of it is read: a fact is looked up, an analysis is work. */
const BASE: Readonly<Record<QueryType, number>> = {
  conversational: 0,
  factual: 0.15,
  translation: 0.2,
  math: 0.35,
  creative: 0.4,
  code: 0.4,
  summarisation: 0.42,
  comparison: 0.42,
  analytical: 0.45,
};
const BASE_OF_OTHERS = 0.2;

const DEMANDING = 0.2;
const SLIGHT = 0.15;
/** Each sentence after the first one, each comma and each "and" is a part more; so many at most. */
const PART = 0.03;
const MOST_PARTS = 8;
/** Reached at so many words; proportional below. */
const LENGTH = 0.2;
const LONG_WORDS = 60;
const SHORT = 0.12;
const SHORT_WORDS = 6;

const MODERATE_FROM = 0.31;
const COMPLEX_FROM = 0.7;

/** How much a question asks of a model: by its type, its length, its parts and its demanding words. */
export function complexityOf(
  type: string,
  { cues, wordCount }: CueReading,
  { text, sentenceStarts, length }: TextReading,
): { readonly complexity: Complexity; readonly complexityScore: number } {
  // The words of long texts were not all read; five characters are one.
  const words = length > text.length ? length / 5 : wordCount;
  const parts = Math.min(MOST_PARTS, sentenceStarts.size - 1 + commas(text));
  const raw =
    (isOurs(type) ? BASE[type] : BASE_OF_OTHERS) +
    (cues.has('demanding') ? DEMANDING : 0) -
    (cues.has('slight') ? SLIGHT : 0) +
    parts * PART +
    Math.min(1, words / LONG_WORDS) * LENGTH -
    (words <= SHORT_WORDS ? SHORT : 0);
  const complexityScore = Math.round(Math.min(1, Math.max(0, raw)) * 100) / 100;
  return { complexity: levelOf(complexityScore), complexityScore };
}

function levelOf(score: number): Complexity {
  if (score >= COMPLEX_FROM) return 'complex';
  return score >= MODERATE_FROM ? 'moderate' : 'simple';
}

function commas(text: string): number {
  let count = 0;
  for (let at = text.indexOf(','); at >= 0 && count < MOST_PARTS; at = text.indexOf(',', at + 1)) count += 1;
  return count;
}

function isOurs(type: string): type is QueryType {
  return Object.hasOwn(BASE, type);
}
