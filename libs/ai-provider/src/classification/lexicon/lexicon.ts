import type { CueName } from '../cues.js';

/** The words of one language. Several in one text are separated by `|` and written in any case. */
export interface Lexicon {
  /** BCP 47 primary subtag. */
  readonly language: string;
  /** Frequent words that hint at the language. */
  readonly stopWords: string;
  readonly cues: Readonly<Partial<Record<CueName, string>>>;
  /** Names of languages, and the words before or after them that make one a target: `into` English, French `for`. */
  readonly languageNames?: { readonly names: string; readonly after: string; readonly before?: string };
  /** Written without blanks, or with endings on every word: cues are looked for inside the text. */
  readonly unspaced?: boolean;
}
