import { wholeNumber } from '@hydrogenai/common';
import { capText } from './cap-text.js';
import { injectionAdvice, type InjectionAdvice } from './injection-score.js';
import { readable, type ChangeKind, type Count } from './readable.policy.js';
import { stripHtml } from './strip-html.js';

export interface SanitizeInputOptions {
  /** UTF-16 code units of the result: whole, 1 to 10,000,000. Default: 100,000. */
  readonly maxLength?: number;
  /** Whether HTML becomes its text, by the optional package `sanitize-html`. Default: false, for code is text as well. */
  readonly stripHtml?: boolean;
}

export interface InputChange {
  readonly kind: ChangeKind;
  /** Characters; of `html` how often it was stripped, of `length` code units. */
  readonly count: number;
}

export interface SanitizedInput {
  readonly text: string;
  /** What was taken out, by kind. Empty when only the normal form of letters changed, or nothing. */
  readonly changes: readonly InputChange[];
  readonly injection: InjectionAdvice;
}

const DEFAULT_MAX_LENGTH = 100_000;
/** So much more than the result may hold is read, for some of it may be taken out. */
const READ_TIMES = 4;
const READ_AT_LEAST = 1_000;
/** Text that is still not stable is HTML that was nested to deceive; its signs go. */
const MOST_ROUNDS = 8;

/**
 * The text that a person reads, for a model to read: well formed, NFC, without control characters, terminal escapes and what
 * nobody sees (zero-width, bidirectional, tags, selectors), no longer than allowed. A second time changes nothing.
 *
 * The injection score is advice for logs and for asking a person: no detection is a boundary (OWASP LLM01:2026). What a model
 * may do must be limited elsewhere.
 * @throws InvalidOptionError for a length out of range.
 * @throws MissingPeerError when HTML is to be stripped and `sanitize-html` is not installed.
 */
export function sanitizeInput(text: string, options: SanitizeInputOptions = {}): SanitizedInput {
  const maxLength = wholeNumber(options.maxLength ?? DEFAULT_MAX_LENGTH, 'maxLength', 1, 10_000_000);
  const counts = new Map<ChangeKind, number>();
  const count: Count = (kind, times) => {
    if (times > 0) counts.set(kind, (counts.get(kind) ?? 0) + times);
  };
  const clean = stable(text, maxLength, options.stripHtml ?? false, count);
  return {
    text: clean,
    changes: [...counts].map(([kind, count]) => ({ kind, count })),
    injection: injectionAdvice(clean, counts),
  };
}

/** What is taken out may bring together what was apart: a tag that a zero-width space had split, a joiner at the cut. */
function stable(text: string, maxLength: number, strips: boolean, count: Count): string {
  let current = beginning(text, maxLength, count);
  for (let round = 0; ; round++) {
    let next = capped(readable(current, count), maxLength, count);
    if (strips) next = round < MOST_ROUNDS ? stripped(next, count) : next.replace(/[<>&]/g, '');
    if (next === current) return next;
    current = next;
  }
}

/** What is far too long is not read to its end. */
function beginning(text: string, maxLength: number, count: Count): string {
  const most = READ_AT_LEAST + READ_TIMES * maxLength;
  if (text.length <= most) return text;
  count('length', text.length - most);
  // A half of a pair at the cut is none of the text's own faults.
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

function capped(text: string, maxLength: number, count: Count): string {
  const short = capText(text, maxLength);
  count('length', text.length - short.length);
  return short;
}

function stripped(text: string, count: Count): string {
  const plain = stripHtml(text);
  if (plain !== text) count('html', 1);
  return plain;
}
