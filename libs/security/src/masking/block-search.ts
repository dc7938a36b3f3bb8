/** Characters that decide together how far a search may jump. */
const BLOCK = 3;
const TABLE_SIZE = 1 << 16;
/** A longer window jumps further, until the table is full of blocks. */
const WIDEST_WINDOW = 12;

/**
 * Finds many words in one pass that jumps over most of the text (Wu and Manber, "A fast algorithm for multi-pattern
 * searching", 1994): the three characters at the end of a window say how far away the next word may begin.
 */
export class BlockSearch {
  readonly #window: number;
  readonly #jumps = new Uint8Array(TABLE_SIZE);
  /** Words by the block that ends their window. */
  readonly #words = new Map<number, string[]>();

  /** @param words Not empty, of at least three characters each. */
  constructor(words: readonly string[]) {
    const shortest = words.reduce((least, word) => Math.min(least, word.length), WIDEST_WINDOW);
    this.#window = Math.max(BLOCK, shortest);
    this.#jumps.fill(this.#window - BLOCK + 1);
    for (const word of words) this.#add(word);
  }

  /** Calls `found` for every occurrence of every word, also where they overlap. */
  each(text: string, found: (start: number, word: string) => void, from = 0): void {
    const window = this.#window;
    const jumps = this.#jumps;
    let end = from + window;
    while (end <= text.length) {
      const block = blockBefore(text, end);
      const jump = jumps[block] ?? 1;
      if (jump > 0) end += jump;
      else {
        const start = end - window;
        for (const word of this.#words.get(block) ?? []) if (text.startsWith(word, start)) found(start, word);
        end += 1;
      }
    }
  }

  #add(word: string): void {
    for (let end = BLOCK; end <= this.#window; end++) {
      const block = blockBefore(word, end);
      const jump = this.#window - end;
      if (jump < (this.#jumps[block] ?? 0)) this.#jumps[block] = jump;
      if (jump > 0) continue;
      const words = this.#words.get(block);
      if (words === undefined) this.#words.set(block, [word]);
      else words.push(word);
    }
  }
}

function blockBefore(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return (last ^ (text.charCodeAt(end - 2) << 5) ^ (text.charCodeAt(end - 3) << 10)) & (TABLE_SIZE - 1);
}
