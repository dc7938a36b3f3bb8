import { isUnspaced, scriptOf, type Script } from './script.policy.js';

/** What the rules look at. */
export interface TextReading {
  /** As written; of a long text the beginning and the end, where questions are. */
  readonly text: string;
  /** The part of it that is read word by word, in lower case. */
  readonly lower: string;
  /** Words in lower case; apostrophes and hyphens divide them. */
  readonly words: readonly string[];
  /** Indices of the words that begin a sentence or a line. */
  readonly sentenceStarts: ReadonlySet<number>;
  readonly scripts: ReadonlyMap<Script, number>;
  /** Characters of the whole question. */
  readonly length: number;
  /** Words that are numbers. */
  readonly numbers: number;
}

/** Longer texts are judged by their first and their last characters, this many of each. */
const READ_CHARACTERS = 2_000;
/** The same for what is read word by word: what stands in the middle is seldom what is asked. */
const READ_WORD_CHARACTERS = 500;

/** In time linear to a bounded number of characters, however long the question is. */
export function readText(query: string): TextReading {
  const lower = edges(query, READ_WORD_CHARACTERS).toLowerCase();
  const words: string[] = [];
  const sentenceStarts = new Set<number>([0]);
  const scripts = new Map<Script, number>();
  let numbers = 0;
  let latin = 0;
  let begin = -1;
  let digits = true;
  let unspaced = false;
  const endWord = (end: number): void => {
    if (begin >= 0) {
      words.push(lower.slice(begin, end));
      if (digits) numbers += 1;
    }
    begin = -1;
    digits = true;
  };
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    const script = scriptOf(code);
    const digit = code >= 0x30 && code <= 0x39;
    if (script === undefined && !digit && !joins(code)) {
      endWord(at);
      if (endsSentence(code)) sentenceStarts.add(words.length);
      continue;
    }
    if (script === 'latin') latin += 1;
    else if (script !== undefined) scripts.set(script, (scripts.get(script) ?? 0) + 1);
    if (begin >= 0 && isUnspaced(script) !== unspaced) endWord(at);
    if (begin < 0) {
      begin = at;
      unspaced = isUnspaced(script);
    }
    if (!digit) digits = false;
  }
  endWord(lower.length);
  if (latin > 0) scripts.set('latin', latin);
  return {
    text: edges(query, READ_CHARACTERS),
    lower,
    words,
    sentenceStarts,
    scripts,
    length: query.length,
    numbers,
  };
}

/** The beginning and the end of a text that is longer than both. */
export function edges(text: string, characters: number): string {
  return text.length <= 2 * characters ? text : `${text.slice(0, characters)}\n${text.slice(-characters)}`;
}

/** Marks on letters (decomposed accents, vowel signs), `#` and `+` of c# and c++, `_` of names. */
function joins(code: number): boolean {
  return code === 0x23 || code === 0x2b || code === 0x5f || (code >= 0x300 && code <= 0x36f);
}

const SENTENCE_ENDS = new Set([...'.?!:;\n\r。？！：；¿¡،؟…"„“”«»'].map((mark) => mark.charCodeAt(0)));

function endsSentence(code: number): boolean {
  return SENTENCE_ENDS.has(code);
}
