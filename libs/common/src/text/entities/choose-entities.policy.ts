import type { Candidate } from './candidate.js';
import type { EntityKind } from './entity.js';

/**
 * The candidates that count, in order of appearance: none overlaps another, the longer of two counts, of equally long ones
 * the earlier in the list. A quotation of nothing but one web address, number and so on gives way to it, which says
 * more than that it is quoted; of nothing but a name it stays, because a quoted name may be any word.
 */
export function chooseEntities(candidates: readonly Candidate[], textLength: number): readonly Candidate[] {
  const bare = quotationsOfOneEntity(candidates);
  const ranked = candidates
    .filter((candidate) => !bare.has(candidate))
    // Sorting is stable: ties stay in the order of the rules.
    .toSorted((one, other) => other.end - other.start - (one.end - one.start));
  // A shorter candidate that overlaps a longer one has its first or its last character inside it.
  const taken = new Uint8Array(textLength);
  const chosen = ranked.filter(({ start, end }) => {
    if (taken[start] !== 0 || taken[end - 1] !== 0) return false;
    taken.fill(1, start, end);
    return true;
  });
  return chosen.sort((one, other) => one.start - other.start);
}

const STAYING: ReadonlySet<EntityKind> = new Set(['quote', 'person', 'place', 'organisation']);

function quotationsOfOneEntity(candidates: readonly Candidate[]): ReadonlySet<Candidate> {
  const byInnerStart = new Map<number, Candidate>();
  for (const candidate of candidates) {
    if (candidate.kind === 'quote') byInnerStart.set(candidate.start + 1, candidate);
  }
  const bare = new Set<Candidate>();
  for (const { kind, start, end } of byInnerStart.size === 0 ? [] : candidates) {
    const quotation = byInnerStart.get(start);
    if (quotation !== undefined && !STAYING.has(kind) && quotation.end - 1 === end) bare.add(quotation);
  }
  return bare;
}
