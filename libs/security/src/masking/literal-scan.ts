/** Set in a step whose state ends literals, so that the loop asks one question for each character. */
const ENDS = 1 << 30;

/**
 * Tells in one pass where which of many literals are in a text, whatever their case (Aho and Corasick, 1975, as one table
 * of steps). A character costs one look into the table, however many literals there are.
 */
export class LiteralScan {
  /** The column of each character of a literal; all others share the first. */
  readonly #columns = new Uint8Array(128);
  readonly #width: number;
  /** For each state a row of next states, each as the place where its row begins. */
  readonly #steps: Int32Array;
  /** For each state the literals that end in it. */
  readonly #ends: readonly (readonly number[])[];
  readonly #depths: readonly number[];

  /** @param literals ASCII, not empty. */
  constructor(literals: readonly string[]) {
    const folded = literals.map((literal) => literal.toLowerCase());
    let width = 1;
    for (const character of new Set(folded.join(''))) {
      this.#columns[character.charCodeAt(0)] = width;
      this.#columns[character.toUpperCase().charCodeAt(0)] = width;
      width += 1;
    }
    this.#width = width;
    const { children, ends, depths } = trieOf(
      folded.map((literal) =>
        Array.from(literal, (_, index) => this.#columns[literal.charCodeAt(index)] ?? 0),
      ),
    );
    this.#steps = stepsOf(children, ends, width);
    this.#ends = ends;
    this.#depths = depths;
  }

  /**
   * Calls `found` with the index and the end of each occurrence of each literal, in the order of their ends.
   * @param from Where to begin, with the state in which the text before has been left.
   * @returns The state at the end.
   */
  each(text: string, found: (literal: number, end: number) => void, from = 0, state = 0): number {
    const columns = this.#columns;
    const steps = this.#steps;
    const length = text.length;
    let row = state;
    for (let index = from; index < length; index++) {
      const code = text.charCodeAt(index);
      // Rows and columns lie within the table, which the compiler cannot know; asking would cost a third of the time.
      row = steps[row + (code < 128 ? (columns[code] as number) : 0)] as number;
      if (row < ENDS) continue;
      row -= ENDS;
      for (const literal of this.#ends[row / this.#width] ?? []) found(literal, index + 1);
    }
    return row;
  }

  /** How many characters at the end, in this state, may be how a literal begins. */
  pending(state: number): number {
    return this.#depths[state / this.#width] ?? 0;
  }
}

type Children = readonly (readonly (number | undefined)[])[];

function trieOf(words: readonly (readonly number[])[]): {
  children: Children;
  ends: number[][];
  depths: number[];
} {
  const children: (number | undefined)[][] = [[]];
  const ends: number[][] = [[]];
  const depths = [0];
  for (const [index, word] of words.entries()) {
    let state = 0;
    for (const column of word) {
      const row = children[state] ?? [];
      const child = row[column] ?? children.length;
      if (row[column] === undefined) {
        row[column] = child;
        children.push([]);
        ends.push([]);
        depths.push((depths[state] ?? 0) + 1);
      }
      state = child;
    }
    ends[state]?.push(index);
  }
  return { children, ends, depths };
}

/** Breadth first, so that where a state falls back to is complete already. */
function stepsOf(children: Children, ends: number[][], width: number): Int32Array {
  const states = new Uint32Array(children.length * width);
  const fallbacks = new Uint32Array(children.length);
  const queue = [0];
  for (const state of queue) {
    const fallback = fallbacks[state] ?? 0;
    if (state !== 0) ends[state]?.push(...(ends[fallback] ?? []));
    for (let column = 0; column < width; column++) {
      const child = children[state]?.[column];
      const fallen = state === 0 ? 0 : (states[fallback * width + column] ?? 0);
      states[state * width + column] = child ?? fallen;
      if (child === undefined) continue;
      fallbacks[child] = fallen;
      queue.push(child);
    }
  }
  return Int32Array.from(states, (state) => state * width + (ends[state]?.length ? ENDS : 0));
}
