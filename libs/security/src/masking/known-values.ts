import { BlockSearch } from './block-search.js';
import { partsOf, spellingsOf } from './encodings.policy.js';
import type { Span } from './span.js';

/** Spellings are looked up by so many of their first characters. */
const PREFIX = 4;

/** The values that must not be seen, in every spelling. Nothing of them can be read back or printed. */
export class KnownValues {
  readonly #minLength: number;
  /** What stands in place of each spelling. */
  readonly #replacements = new Map<string, string>();
  readonly #values = new Set<string>();
  #search: BlockSearch | undefined;
  #prefixes: Map<string, string[]> | undefined;
  #longest = 0;

  /** @param minLength Values with fewer characters are not looked for: they are parts of ordinary words. */
  constructor(minLength: number) {
    this.#minLength = minLength;
  }

  /** How many values there are. */
  get size(): number {
    return this.#values.size;
  }

  /** @returns False for a value that is too short to be looked for. */
  add(value: string, name: string): boolean {
    if (value.length < this.#minLength) return false;
    if (this.#values.has(value)) return true;
    this.#values.add(value);
    const parts = partsOf(value).filter((part) => part.length >= this.#minLength);
    for (const spelling of parts.flatMap(spellingsOf)) {
      if (this.#replacements.has(spelling)) continue;
      this.#replacements.set(spelling, `[redacted:${name}]`);
      this.#longest = Math.max(this.#longest, spelling.length);
    }
    this.#search = undefined;
    this.#prefixes = undefined;
    return true;
  }

  /** All places of all spellings that begin at or after `from`. They may overlap. */
  spans(text: string, from = 0): Span[] {
    const spans: Span[] = [];
    if (this.#replacements.size === 0) return spans;
    this.#search ??= new BlockSearch([...this.#replacements.keys()]);
    this.#search.each(
      text,
      (start, word) => {
        spans.push({
          start,
          end: start + word.length,
          replacement: this.#replacements.get(word) ?? '[redacted]',
          rank: 0,
        });
      },
      from,
    );
    return spans;
  }

  /** The first place from `from` on where the rest of the text is how a spelling begins; the end if there is none. */
  undecidedFrom(text: string, from: number): number {
    if (this.#replacements.size === 0) return text.length;
    this.#prefixes ??= prefixesOf(this.#replacements.keys());
    for (let start = Math.max(from, text.length - this.#longest + 1); start < text.length; start++) {
      const words = this.#prefixes.get(text.slice(start, start + PREFIX));
      if (words === undefined) continue;
      const rest = text.slice(start);
      if (words.some((word) => word.length > rest.length && word.startsWith(rest))) return start;
    }
    return text.length;
  }
}

function prefixesOf(words: Iterable<string>): Map<string, string[]> {
  const prefixes = new Map<string, string[]>();
  for (const word of words) {
    for (let length = 1; length <= PREFIX; length++) {
      const prefix = word.slice(0, length);
      const others = prefixes.get(prefix);
      if (others === undefined) prefixes.set(prefix, [word]);
      else others.push(word);
    }
  }
  return prefixes;
}
