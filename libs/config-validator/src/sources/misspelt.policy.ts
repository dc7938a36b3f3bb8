import { editDistance } from '@hydrogenai/common';

export interface Misspelling {
  /** The variable that is there. */
  readonly found: string;
  /** The one that it looks like, which is not set. */
  readonly meant: string;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/**
 * Variables that look like a missing one: two edits apart, one for short names (`PATH` is two edits from `PORT`), none
 * for very short ones. Case and `-` for `_` cost nothing.
 */
export function findMisspelt(
  present: readonly string[],
  missing: readonly string[],
  known: ReadonlySet<string>,
): readonly Misspelling[] {
  const candidates = present.filter((name) => !known.has(name) && NAME.test(name));
  return candidates.flatMap((found) => {
    const near = missing
      .map((meant) => ({ meant, distance: distanceOf(found, meant) }))
      .filter(({ meant, distance }) => distance <= farthest(meant))
      .sort((one, other) => one.distance - other.distance)[0];
    return near ? [{ found, meant: near.meant }] : [];
  });
}

function distanceOf(found: string, meant: string): number {
  // Names that differ more in length are further apart than any that count.
  if (Math.abs(found.length - meant.length) > 2) return Infinity;
  return editDistance(normal(found), normal(meant));
}

function normal(name: string): string {
  return name.toUpperCase().replaceAll(/[-.]/g, '_');
}

function farthest({ length }: string): number {
  if (length >= 8) return 2;
  return length >= 5 ? 1 : 0;
}
