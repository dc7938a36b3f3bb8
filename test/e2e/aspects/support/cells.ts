/** The decorators of a method, in the order of execution: Cacheable, RateLimited, Retryable, Timed. */
export const LETTERS = ['C', 'L', 'R', 'T'] as const;
export type Letter = (typeof LETTERS)[number];

export interface Cell {
  /** Name of the decorated method: the letters in the order of the source. */
  readonly method: string;
  /** From the uppermost decorator to the lowest. */
  readonly sourceOrder: readonly Letter[];
}

/** Every non-empty choice of the four: 15. */
const choices: readonly Letter[][] = Array.from({ length: 15 }, (_, index) =>
  LETTERS.filter((_letter, bit) => ((index + 1) >> bit) % 2 === 1),
);

/** Every choice in every source order: 64. */
export const allCells: readonly Cell[] = choices.flatMap((choice) => permutations(choice)).map(cellOf);

/** Every choice once, each place with source orders of its own. */
export function cellsOf(place: number): readonly Cell[] {
  return choices.map((choice) => {
    const orders = permutations(choice);
    return cellOf(orders[(place * 7 + 5) % orders.length] ?? choice);
  });
}

function cellOf(sourceOrder: readonly Letter[]): Cell {
  return { method: `with${sourceOrder.join('')}`, sourceOrder };
}

function permutations(letters: readonly Letter[]): Letter[][] {
  if (letters.length === 0) return [[]];
  return letters.flatMap((letter) =>
    permutations(letters.filter((other) => other !== letter)).map((rest) => [letter, ...rest]),
  );
}
