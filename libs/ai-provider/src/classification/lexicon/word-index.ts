import { CUES, type CueName } from '../cues.js';
import { readText } from '../text-reading.policy.js';
import { ar } from './ar.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { hi } from './hi.js';
import { it } from './it.js';
import { ja } from './ja.js';
import { ko } from './ko.js';
import type { Lexicon } from './lexicon.js';
import { nl } from './nl.js';
import { pl } from './pl.js';
import { pt } from './pt.js';
import { ru } from './ru.js';
import { sv } from './sv.js';
import { tr } from './tr.js';
import { uk } from './uk.js';
import { zh } from './zh.js';

/** The first wins a tie between languages. */
export const LEXICONS: readonly Lexicon[] = [
  en,
  de,
  fr,
  es,
  it,
  pt,
  nl,
  pl,
  sv,
  tr,
  ru,
  uk,
  zh,
  ja,
  ko,
  ar,
  hi,
];

export interface Phrase {
  readonly cue: CueName;
  /** Index in `LEXICONS`. */
  readonly language: number;
  /** The words after the first one. */
  readonly rest: readonly string[];
  /** 1, or less when several languages have the phrase. */
  readonly telling: number;
}

export interface WordEntry {
  /** Languages that the word is a frequent one of, as indices in `LEXICONS`. */
  readonly frequentIn: readonly number[];
  readonly phrases: readonly Phrase[];
}

interface Draft {
  readonly frequentIn: number[];
  readonly phrases: Phrase[];
}

/** Every phrase of the languages that are written with blanks, by its first word. */
export const WORD_INDEX: ReadonlyMap<string, WordEntry> = buildIndex(
  LEXICONS.filter(({ unspaced }) => !unspaced),
);

/** Phrases that are looked for inside the text, by language. */
export const UNSPACED_PHRASES: ReadonlyMap<
  string,
  readonly (readonly [cue: CueName, phrases: readonly string[]])[]
> = new Map(
  LEXICONS.filter(({ unspaced }) => unspaced).map((lexicon) => [
    lexicon.language,
    cuesOf(lexicon).map(([cue, phrases]) => [cue, phrases.map((phrase) => phrase.toLowerCase())] as const),
  ]),
);

function buildIndex(lexicons: readonly Lexicon[]): ReadonlyMap<string, WordEntry> {
  const index = new Map<string, Draft>();
  const entry = (word: string): Draft => {
    const known = index.get(word) ?? { frequentIn: [], phrases: [] };
    index.set(word, known);
    return known;
  };
  const languagesOf = new Map<string, Set<string>>();
  for (const lexicon of lexicons) {
    for (const [, phrases] of cuesOf(lexicon)) {
      for (const phrase of phrases) {
        languagesOf.set(phrase, (languagesOf.get(phrase) ?? new Set()).add(lexicon.language));
      }
    }
  }
  for (const lexicon of lexicons) {
    const language = LEXICONS.indexOf(lexicon);
    for (const word of split(lexicon.stopWords)) entry(word).frequentIn.push(language);
    for (const [cue, phrases] of cuesOf(lexicon)) {
      for (const phrase of phrases) {
        const [first, ...rest] = readText(phrase).words;
        if (first === undefined) continue;
        entry(first).phrases.push({ cue, language, rest, telling: 1 / (languagesOf.get(phrase)?.size ?? 1) });
      }
    }
  }
  return index;
}

function cuesOf({ cues, languageNames }: Lexicon): readonly (readonly [CueName, readonly string[]])[] {
  const listed = Object.entries(cues).flatMap(([cue, phrases]) =>
    isCue(cue) ? [[cue, split(phrases)] as const] : [],
  );
  if (!languageNames) return listed;
  const names = split(languageNames.names);
  const after = split(languageNames.after).flatMap((word) => names.map((name) => `${word} ${name}`));
  const before = split(languageNames.before ?? '').flatMap((word) => names.map((name) => `${name} ${word}`));
  return [...listed, ['names a target language', [...after, ...before]] as const];
}

function split(list: string): readonly string[] {
  return [...new Set(list.split('|').filter((phrase) => phrase.trim() !== ''))];
}

function isCue(name: string): name is CueName {
  return Object.hasOwn(CUES, name);
}
