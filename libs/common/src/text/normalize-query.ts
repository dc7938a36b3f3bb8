import { withoutInvisible } from './invisible.policy.js';

export interface NormalizeQueryOptions {
  /** Whether letters become lower case. Default: false, because case carries meaning (`Map` and `map`, `US` and `us`). */
  readonly foldCase?: boolean;
  /**
   * Whether question marks and one full stop at the end go. Default: false, because they carry meaning (`5!` is another
   * number, `cd ..` another folder, and a statement is no question).
   */
  readonly dropFinalMarks?: boolean;
}

/** Typographic marks and what is typed for them. */
const SPELLINGS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/[‘’‚‛‹›]/g, "'"],
  [/[“”„‟«»]/g, '"'],
  // Hyphens, the figure and en dashes, the minus sign
  [/[‐‑‒–−]/g, '-'],
  // Longer dashes set words apart: "man—eating" is not "man-eating".
  [/[—―⸺⸻]/g, ' - '],
  [/…/g, '...'],
];

/** Control characters set words apart as spaces do. */
const SPACES = /[\p{White_Space}\p{Cc}]+/gu;

/**
 * One spelling of a question for cache keys and classification: well-formed, Unicode NFC, without invisible characters, with
 * ASCII quotes and dashes, single spaces and none at the ends. For comparing and not for showing: line breaks are lost.
 *
 * NFC and not NFKC: compatibility forms carry meaning, and NFKC would make `5²` a `52` and `½` a `1⁄2`. Numbers, signs,
 * negations, case and punctuation stay. Takes any string, is idempotent, and costs time in step with the length.
 */
export function normalizeQuery(query: string, options: NormalizeQueryOptions = {}): string {
  const { foldCase = false, dropFinalMarks = false } = options;
  // Half a character, a lone surrogate, becomes U+FFFD.
  let text = query.toWellFormed();
  for (const [pattern, replacement] of SPELLINGS) text = text.replace(pattern, replacement);
  text = composed(text);
  if (foldCase) text = composed(text.toLowerCase());
  text = text.replace(SPACES, ' ').trim();
  return dropFinalMarks ? withoutFinalMarks(text) : text;
}

/** Accents may meet their letters only when nothing invisible is between, and their order decides what is invisible. */
function composed(text: string): string {
  const whole = text.normalize('NFC');
  const seen = withoutInvisible(whole);
  return seen === whole ? whole : withoutInvisible(seen.normalize('NFC')).normalize('NFC');
}

const QUESTION_MARKS = '?？؟';
const STOPS = '.。';

/** From the end by hand: a pattern with two kinds of runs in a row would take quadratic time. */
function withoutFinalMarks(text: string): string {
  let end = text.length;
  // Question marks with spaces between, but no spaces alone: the text is trimmed.
  while (end > 0 && (QUESTION_MARKS.includes(text.charAt(end - 1)) || text.charAt(end - 1) === ' ')) end--;
  const before = text.charAt(end - 2);
  if (end > 1 && STOPS.includes(text.charAt(end - 1)) && !/[.。\s?？؟]/.test(before)) end--;
  return end === 0 ? text : text.slice(0, end);
}
