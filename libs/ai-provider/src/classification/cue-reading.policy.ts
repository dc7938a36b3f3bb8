import { CUES, type Cue, type CueName } from './cues.js';
import { languageOf, mainScript } from './language.policy.js';
import { LEXICONS, UNSPACED_PHRASES, WORD_INDEX, type Phrase } from './lexicon/word-index.js';
import { isUnspaced } from './script.policy.js';
import type { TextReading } from './text-reading.policy.js';

export interface CueReading {
  /** The cues of a text, and how many different phrases gave each. */
  readonly cues: ReadonlyMap<CueName, number>;
  readonly language: string;
  /** 0 to 1: the share of small talk in the words. */
  readonly smallTalk: number;
  /** Words, where they are written without blanks as many as there would be in English. */
  readonly wordCount: number;
}

interface Match {
  readonly at: number;
  readonly phrase: Phrase;
}

const SMALL_TALK: ReadonlySet<CueName> = new Set(['is small talk', 'greets', 'speaks to the assistant']);
/** In no language of its own. */
const INTERNATIONAL: ReadonlySet<CueName> = new Set(['names a programming tool']);

/** Words so short and frequent that they mean something else in the neighbouring language. */
const OF_ONE_LANGUAGE: ReadonlySet<CueName> = new Set([
  'offers a choice',
  'asks yes or no',
  'states something',
]);

/** What a cue phrase tells about the language, beside a frequent word. */
const PHRASE_SCORE = 1.2;
/** The request is in the language that counts, and a text given with it usually comes second. */
const FIRST_SENTENCE_FACTOR = 2;
/** Phrases count in the language of the question and in any other that has at least this share of its score. */
const SECOND_LANGUAGE = 0.5;
/** A word has about two ideographs or syllables. */
const CHARACTERS_A_WORD = 2;

/** Finds the cues of a text: one look-up a word. */
export function readCues(reading: TextReading): CueReading {
  const { lower, scripts, words } = reading;
  const scores = new Float64Array(LEXICONS.length);
  const matches = findPhrases(reading, scores);
  const language = languageOf(mainScript(scripts), lower, scores);
  const cues = new Map<CueName, number>();
  const main = LEXICONS.findIndex((lexicon) => lexicon.language === language);
  const least = (scores[main] ?? 0) * SECOND_LANGUAGE;
  let talk = 0;
  let talkUntil = 0;
  for (const { at, phrase } of matches) {
    const { cue, language: spoken, rest } = phrase;
    if (spoken !== main && !INTERNATIONAL.has(cue)) {
      if (OF_ONE_LANGUAGE.has(cue) || (scores[spoken] ?? 0) < least) continue;
    }
    // Later sentences may state what the question is about.
    if (cue === 'states something' && at > 0) continue;
    cues.set(cue, (cues.get(cue) ?? 0) + 1);
    const end = at + 1 + rest.length;
    if (SMALL_TALK.has(cue) && end > talkUntil) {
      talk += end - Math.max(at, talkUntil);
      talkUntil = end;
    }
  }
  let letters = 0;
  let unspacedLetters = 0;
  for (const [script, count] of scripts) {
    letters += count;
    if (isUnspaced(script)) unspacedLetters += count;
  }
  const talkLetters = findInside(lower, language, cues);
  const smallTalk = Math.max(share(talk, words.length), share(talkLetters, letters));
  const wordCount = words.length + Math.round(unspacedLetters / CHARACTERS_A_WORD);
  return { cues, language, smallTalk, wordCount };
}

/** All phrases of all languages; what words tell about the language is added to `scores`. */
function findPhrases({ words, sentenceStarts }: TextReading, scores: Float64Array): Match[] {
  const matches: Match[] = [];
  /** Up to here a sentence has only been polite, so that it begins still. */
  let startsUntil = 0;
  let factor = FIRST_SENTENCE_FACTOR;
  for (let at = 0; at < words.length; at++) {
    if (sentenceStarts.has(at)) {
      startsUntil = Math.max(startsUntil, at);
      if (at > 0) factor = 1;
    }
    const found = WORD_INDEX.get(words[at] ?? '');
    if (!found) continue;
    for (const language of found.frequentIn) add(scores, language, factor / found.frequentIn.length);
    for (const phrase of found.phrases) {
      const { at: place }: Cue = CUES[phrase.cue];
      if ((place === 'start' && startsUntil < at) || !follows(words, at, phrase)) continue;
      if (!INTERNATIONAL.has(phrase.cue))
        add(scores, phrase.language, factor * PHRASE_SCORE * phrase.telling);
      if (phrase.cue === 'polite') startsUntil = Math.max(startsUntil, at + 1 + phrase.rest.length);
      else matches.push({ at, phrase });
    }
  }
  return matches;
}

/** Phrases of a language that is written without blanks. @returns the letters of it that are small talk. */
function findInside(lower: string, language: string, cues: Map<CueName, number>): number {
  let talkLetters = 0;
  for (const [cue, phrases] of UNSPACED_PHRASES.get(language) ?? []) {
    for (const phrase of phrases) {
      if (!lower.includes(phrase)) continue;
      cues.set(cue, (cues.get(cue) ?? 0) + 1);
      if (SMALL_TALK.has(cue)) talkLetters += phrase.length;
    }
  }
  return talkLetters;
}

function follows(words: readonly string[], at: number, { rest }: Phrase): boolean {
  for (let next = 0; next < rest.length; next++) if (words[at + 1 + next] !== rest[next]) return false;
  return true;
}

function add(scores: Float64Array, language: number, score: number): void {
  scores[language] = (scores[language] ?? 0) + score;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, part / whole);
}
