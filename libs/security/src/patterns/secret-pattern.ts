/** What a rule looks for, and what has to be known about it to look for it in a stream as well. */
export interface SecretPattern {
  /** Stable name, shown in replacements and findings: `openai-key`. */
  readonly id: string;
  /**
   * Literals, whatever their case, of which one is in every text that matches; without one the expression is not run.
   * Default: none, the expression is run on every text.
   */
  readonly prefilter?: string | readonly string[];
  /**
   * Where a match begins: with a literal of `prefilter` that begins a word, with one that stands anywhere, or somewhere else,
   * which takes longest. Default: somewhere else.
   */
  readonly starts?: 'word' | 'anywhere';
  /**
   * Linear: bounded quantifiers, no two in a row that take the same characters. A group `(?<mark>…)` is what is replaced;
   * otherwise it is the whole match. It may look back 16 characters, and ahead at `characters` and one more.
   */
  readonly expression: RegExp;
  /** Class of the characters of a match, as in an expression: `\\w-`. Default: any. */
  readonly characters?: string;
  /** Length of the longest match. Default: 1,024. */
  readonly maxLength?: number;
  /** Class of the characters that belong to a match when they follow its end without a gap. Default: none. */
  readonly rest?: string;
  /** A match that ends with it cannot grow, though `characters` may follow. Default: none. */
  readonly closing?: string;
  /** What looks like a match and is none: checksums, placeholders. Gets what the mark holds, else the match. */
  readonly check?: (text: string) => boolean;
  /** Default: `'high'`. Rules of `'medium'` also find what only looks like a secret; an output filter leaves them out. */
  readonly confidence?: 'high' | 'medium';
  /** Stands in place of the mark. Default: `[redacted:<id>]`. */
  readonly replacement?: string;
}

/** How far back an expression may look. A stream keeps as much of what has left it. */
export const LOOKBEHIND = 16;

export const DEFAULT_MAX_LENGTH = 1_024;
