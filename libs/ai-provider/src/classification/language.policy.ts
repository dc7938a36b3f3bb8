import { LEXICONS } from './lexicon/word-index.js';
import type { Script } from './script.policy.js';

/** What cannot be told (BCP 47). */
export const UNDETERMINED = 'und';

/** An ideograph says as much as two letters. */
const IDEOGRAPH_LETTERS = 2;

/** The script that most of a text is written in. */
export function mainScript(scripts: ReadonlyMap<Script, number>): Script | undefined {
  let most: Script | undefined;
  let letters = 0;
  for (const [script, count] of scripts) {
    const weighed = script === 'latin' ? count : count * IDEOGRAPH_LETTERS;
    if (weighed > letters) [most, letters] = [script, weighed];
  }
  // Japanese mixes both; Chinese has no kana.
  return most === 'han' && (scripts.get('kana') ?? 0) > 0 ? 'kana' : most;
}

/** Letters that only one language of its script has; the text is in lower case. */
const TELLING_LETTERS: readonly (readonly [letters: RegExp, language: string])[] = [
  [/[ßäöü]/, 'de'],
  [/[ñ¿¡]/, 'es'],
  [/[ãõ]/, 'pt'],
  [/[łąęśżźćń]/, 'pl'],
  [/[çêûîœ«»]|è\w/, 'fr'],
  [/[àìòù](?!\w)/, 'it'],
  [/å/, 'sv'],
  [/[ğşı]/, 'tr'],
];

const TELLING_LETTERS_SCORE = 1;
const BEYOND_ASCII = /[\u0080-\uffff]/;

/**
 * The language of a text as a BCP 47 primary subtag, by its script, and where many languages share it by frequent words.
 * @param scores how much the words speak for each of `LEXICONS`; changed
 */
export function languageOf(script: Script | undefined, lower: string, scores: Float64Array): string {
  switch (script) {
    case undefined:
      return UNDETERMINED;
    case 'cyrillic':
      return /[іїєґ]/.test(lower) ? 'uk' : 'ru';
    case 'arabic':
      return /[پچژگ]/.test(lower) ? 'fa' : 'ar';
    case 'greek':
      return 'el';
    case 'hebrew':
      return 'he';
    case 'devanagari':
      return 'hi';
    case 'thai':
      return 'th';
    case 'kana':
      return 'ja';
    case 'hangul':
      return 'ko';
    case 'han':
      return 'zh';
    case 'latin':
      return latinLanguage(lower, scores);
    default: {
      const unknown: never = script;
      return unknown;
    }
  }
}

function latinLanguage(lower: string, scores: Float64Array): string {
  if (BEYOND_ASCII.test(lower)) {
    for (const [letters, language] of TELLING_LETTERS) {
      if (!letters.test(lower)) continue;
      const index = LEXICONS.findIndex((lexicon) => lexicon.language === language);
      scores[index] = (scores[index] ?? 0) + TELLING_LETTERS_SCORE;
    }
  }
  let best = UNDETERMINED;
  let most = 0;
  for (const [index, { language }] of LEXICONS.entries()) {
    const score = scores[index] ?? 0;
    if (score > most) [best, most] = [language, score];
  }
  return best;
}
