import type { Span } from '../masking/span.js';
import { DEFAULT_MAX_LENGTH, LOOKBEHIND, type SecretPattern } from './secret-pattern.js';
import { WORD_BEGIN } from './word-begin.js';

const WORD_BEGINS = new RegExp(`${WORD_BEGIN}$`);

/** A pattern, ready to look for its matches in a text or in what a stream has brought so far. */
export class PatternRule {
  readonly id: string;
  readonly literals: readonly string[];
  readonly maxLength: number;
  readonly #closing: string | undefined;
  readonly #pattern: SecretPattern;
  readonly #replacement: string;
  readonly #rank: number;
  readonly #expression: RegExp;
  readonly #rest: RegExp | undefined;
  readonly #openings: RegExp | undefined;
  readonly #folded: readonly string[];
  readonly #longest: number;
  readonly #anywhere: boolean;
  readonly #inMatch: ((text: string, index: number) => boolean) | undefined;

  constructor(pattern: SecretPattern) {
    const { id, prefilter = [], expression, starts, rest } = pattern;
    this.id = id;
    this.literals = typeof prefilter === 'string' ? [prefilter] : prefilter;
    this.maxLength = pattern.maxLength ?? DEFAULT_MAX_LENGTH;
    this.#closing = pattern.closing;
    this.#pattern = pattern;
    this.#rank = pattern.confidence === 'medium' ? 2 : 1;
    this.#replacement = pattern.replacement ?? `[redacted:${id}]`;
    const marks = expression.source.includes('(?<mark>') ? 'd' : '';
    const flags = expression.flags.replace(/[dgy]/g, '') + marks;
    this.#expression = new RegExp(expression.source, `${flags}${starts === undefined ? 'g' : 'y'}`);
    this.#rest = rest === undefined ? undefined : new RegExp(`[${rest}]*`, 'y');
    this.#openings =
      starts === undefined ? undefined : new RegExp(this.literals.map(escaped).join('|'), 'gi');
    this.#anywhere = starts === 'anywhere';
    this.#folded = this.literals.map((literal) => literal.toLowerCase());
    this.#longest = Math.max(0, ...this.#folded.map(({ length }) => length));
    this.#inMatch = pattern.characters === undefined ? undefined : membership(pattern.characters);
  }

  /** Whether matches begin with a literal. */
  get startsWithLiteral(): boolean {
    return this.#openings !== undefined;
  }

  /** Identifies what the rule does, for digests. */
  get definition(): string {
    return `${this.id} ${String(this.#expression)} ${this.#replacement}`;
  }

  /**
   * Calls `found` for the matches that begin from `from` up to and without `before`, one behind the other.
   * @returns Where to go on.
   */
  scan(text: string, from: number, before: number, found: (span: Span) => void): number {
    let position = from;
    while (position < before) {
      const match = this.#next(text, position);
      if (match === null || match.index >= before) return before;
      position = this.#take(text, match, found);
    }
    return position;
  }

  /** `scan` of a whole text, when the places of all literals are known already. For rules that begin with one. */
  scanAt(text: string, openings: readonly number[], found: (span: Span) => void): void {
    let position = 0;
    for (const start of openings) {
      if (start < position) continue;
      const match = this.#matchAt(text, start);
      if (match !== null) position = this.#take(text, match, found);
    }
  }

  /** Takes the match that begins exactly at `start`, if it cannot grow any more. @returns Where to go on. */
  takeClosed(text: string, start: number, found: (span: Span) => void): number {
    if (this.#closing === undefined) return start;
    const match = this.#next(text, start);
    if (match === null || match.index !== start || !match[0].endsWith(this.#closing)) return start;
    return this.#take(text, match, found);
  }

  /** Where the characters end that belong to a match which ended at `start`. */
  restEnd(text: string, start: number): number {
    if (this.#rest === undefined) return start;
    this.#rest.lastIndex = start;
    return start + (this.#rest.exec(text)?.[0].length ?? 0);
  }

  /** Whether the character may be part of a match. */
  holds(text: string, index: number): boolean {
    return this.#inMatch === undefined || this.#inMatch(text, index);
  }

  /** The first place from `from` on where a match may begin, also one whose first literal is not complete yet. */
  opensFrom(text: string, from: number): number {
    if (this.#openings === undefined) return from;
    this.#openings.lastIndex = from;
    for (let match = this.#openings.exec(text); match !== null; match = this.#openings.exec(text)) {
      if (this.#anywhere || wordBegins(text, match.index)) return match.index;
      this.#openings.lastIndex = match.index + 1;
    }
    for (let start = Math.max(from, text.length - this.#longest + 1); start < text.length; start++) {
      const tail = text.slice(start).toLowerCase();
      if (this.#folded.some((literal) => literal.startsWith(tail))) return start;
    }
    return text.length;
  }

  /** What a check cannot judge is treated as a match. */
  #accepts(text: string): boolean {
    try {
      return this.#pattern.check?.(text) !== false;
    } catch {
      return true;
    }
  }

  #next(text: string, from: number): RegExpExecArray | null {
    const expression = this.#expression;
    if (this.#openings === undefined) {
      expression.lastIndex = from;
      return expression.exec(text);
    }
    this.#openings.lastIndex = from;
    for (let opening = this.#openings.exec(text); opening !== null; opening = this.#openings.exec(text)) {
      const match = this.#matchAt(text, opening.index);
      if (match !== null) return match;
      this.#openings.lastIndex = opening.index + 1;
    }
    return null;
  }

  #matchAt(text: string, start: number): RegExpExecArray | null {
    if (!this.#anywhere && !wordBegins(text, start)) return null;
    this.#expression.lastIndex = start;
    return this.#expression.exec(text);
  }

  #take(text: string, match: RegExpExecArray, found: (span: Span) => void): number {
    const end = match.index + Math.max(1, match[0].length);
    const [start, stop] = match.indices?.groups?.['mark'] ?? [match.index, end];
    if (!this.#accepts(text.slice(start, stop))) return match.index + 1;
    const isClosed = this.#closing !== undefined && match[0].endsWith(this.#closing);
    const grows = this.#rest !== undefined && stop === end && !isClosed;
    const rest = grows ? this.restEnd(text, end) : end;
    found({ start, end: grows ? rest : stop, replacement: this.#replacement, rank: this.#rank, grows });
    return rest;
  }
}

function wordBegins(text: string, index: number): boolean {
  return index === 0 || WORD_BEGINS.test(text.slice(Math.max(0, index - LOOKBEHIND), index));
}

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}

/** Whether a code unit is of a class; those of ASCII are looked up. */
function membership(characters: string): (text: string, index: number) => boolean {
  const expression = new RegExp(`^[${characters}]$`);
  const ascii = Uint8Array.from({ length: 128 }, (_, code) =>
    expression.test(String.fromCharCode(code)) ? 1 : 0,
  );
  return (text, index) => {
    const code = text.charCodeAt(index);
    return code < 128 ? ascii[code] === 1 : expression.test(text.charAt(index));
  };
}
