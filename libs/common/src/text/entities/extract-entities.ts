import { wholeNumber } from '../../options/option-checks.js';
import { findCandidates, type Candidate, type Candidates } from './candidate.js';
import { chooseEntities } from './choose-entities.policy.js';
import { CODE_RULES } from './code.rules.js';
import { DATE_RULES, TIME_RULES } from './date.rules.js';
import type { Entity, ExtractedEntities } from './entity.js';
import { NUMBER_RULES } from './number.rules.js';
import { QUOTE_RULES } from './quote.rules.js';
import { readableLength } from './readable-length.policy.js';
import { TOKEN_RULES } from './token.rules.js';

export interface ExtractEntitiesOptions {
  /**
   * Characters to read at most, from 1 to 1,000,000. Default: 10,000, which take some 5 ms, and 15 in the first call of
   * a process, when nothing is compiled yet; of an extractor, which works in turns, 100,000. Of a longer text the
   * beginning is read, and the result says so (`complete`, `readChars`). The same where one rule matches 3,000 times, as
   * in a table of numbers.
   */
  readonly maxChars?: number;
}

/** 100,000 took 40 ms in the first call of a process and 13 in the sixth (bench `entities`). */
const DEFAULT_MAX_CHARS = 10_000;
const MOST_CHARS = 1_000_000;

/** Of equally long candidates the earlier rule counts, so the more specific come first. */
const RULES = [...DATE_RULES, ...TIME_RULES, ...TOKEN_RULES, ...NUMBER_RULES, ...CODE_RULES, ...QUOTE_RULES];

/**
 * The numbers, percentages, amounts of money, quantities, dates, times, e-mail addresses, web addresses, identifiers and
 * quotations that a text mentions, by rules for English. Long texts, people, places and organisations are for
 * `createEntityExtractor()`.
 * @throws InvalidOptionError when `maxChars` is out of range.
 */
export function extractEntities(text: string, options: ExtractEntitiesOptions = {}): ExtractedEntities {
  const search = coreCandidates(text, resolveMaxChars(options, DEFAULT_MAX_CHARS));
  for (;;) {
    const step = search.next();
    if (step.done === true) return extractionOf(text, step.value);
  }
}

export function resolveMaxChars({ maxChars }: ExtractEntitiesOptions, byDefault: number): number {
  return wholeNumber(maxChars ?? byDefault, 'maxChars', 1, MOST_CHARS);
}

/** What the rules find in the part of a text that may be read, step by step. */
export function coreCandidates(text: string, maxChars: number): Generator<void, Candidates, void> {
  return findCandidates(text.slice(0, readableLength(text, maxChars)), RULES);
}

/** The candidates that count, as entities of the text. */
export function extractionOf(text: string, { candidates, readChars }: Candidates): ExtractedEntities {
  const entities = chooseEntities(candidates, readChars).map((candidate) => entityOf(text, candidate));
  return { entities, readChars, complete: readChars === text.length };
}

function entityOf(text: string, { kind, start, end, reading }: Candidate): Entity {
  const value = typeof reading.value === 'function' ? reading.value() : reading.value;
  return {
    kind,
    text: text.slice(start, end),
    start,
    end,
    ...(value === undefined ? {} : { value }),
    ...(reading.unit === undefined ? {} : { unit: reading.unit }),
  };
}
