import type { Entity, EntityKind } from './entity.js';

/** What one rule found; candidates may overlap. */
export interface Candidate extends Pick<Entity, 'kind' | 'start' | 'end'> {
  readonly reading: Reading;
}

/** The parts of an entity that its text tells. */
export interface Reading {
  /** Where it is not the kind of the rule. */
  readonly kind?: EntityKind;
  /** A function where the value costs something: it is asked only of candidates that count. */
  readonly value?: string | number | undefined | (() => string | number | undefined);
  readonly unit?: string | undefined;
  /** How many characters of the match belong to it, when the pattern takes too many. */
  readonly length?: number;
}

/**
 * One way to recognise a kind. The pattern is global, starts where no token is cut, and takes time in step with the length
 * of the text: no two parts of it can match the same characters.
 */
export interface EntityRule {
  readonly kind: EntityKind;
  readonly pattern: RegExp;
  /** Says what a match means, or nothing when it is none of this kind after all. */
  readonly read: (match: RegExpExecArray) => Reading | undefined;
}

/** No entity is longer than this, a web address excepted. */
export const LONGEST_ENTITY = 256;

/** A pattern that may begin in the middle of a token would find `5` in `abc5`. Letters of the Latin, Greek and Cyrillic alphabets. */
export const NOT_AFTER_WORD = String.raw`(?<![\w\u00c0-\u024f\u0370-\u052f])`;
export const NOT_BEFORE_WORD = String.raw`(?![\w\u00c0-\u024f\u0370-\u052f])`;

/** Matches of one rule that are read. 100 KB of prose have fewer; a table of 100 KB may have 30,000 numbers. */
const MOST_MATCHES = 3_000;

export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** How far every rule has come: the length of the text, or where the first rule was stopped. */
  readonly readChars: number;
}

/**
 * What the rules find, in bounded time whatever the text. One step for each rule, so that a caller who can wait may let
 * others have their turn between them.
 */
export function* findCandidates(
  text: string,
  rules: readonly EntityRule[],
): Generator<void, Candidates, void> {
  const candidates: Candidate[] = [];
  let readChars = text.length;
  for (const { kind, pattern, read } of rules) {
    let matches = 0;
    // matchAll works on a copy of the pattern, so that calls share no position.
    for (const match of text.matchAll(pattern)) {
      if (match.index >= readChars) break;
      if (++matches > MOST_MATCHES) {
        readChars = match.index;
        break;
      }
      const candidate = candidateOf(kind, match, read(match));
      if (candidate !== undefined) candidates.push(candidate);
    }
    yield;
  }
  return { candidates: candidates.filter(({ end }) => end <= readChars), readChars };
}

function candidateOf(
  kind: EntityKind,
  match: RegExpExecArray,
  reading: Reading | undefined,
): Candidate | undefined {
  if (reading === undefined) return undefined;
  const { length = match[0].length } = reading;
  if (length > LONGEST_ENTITY && kind !== 'url') return undefined;
  return { kind: reading.kind ?? kind, start: match.index, end: match.index + length, reading };
}
