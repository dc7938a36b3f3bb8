import type { Candidate } from './candidate.js';

export interface RouteWishes {
  /** Providers, or `provider/model` pairs, most wanted first. */
  readonly preferences: readonly string[];
  /** Provider that an operator switched to. */
  readonly switchedTo: string | undefined;
  /** Candidate in the middle of a tool loop: nobody else can go on with it. */
  readonly toolLoopOwner?: string | undefined;
  /** False keeps the first candidate of the order only. */
  readonly fallbackEnabled: boolean;
}

export interface Route<Who extends Candidate = Candidate> {
  readonly candidates: readonly Who[];
  /** Why the first one is first, in words. */
  readonly reason: string;
}

/** Orders the candidates of a logical model. What the caller prefers beats what an operator switched to. */
export function planRoute<Who extends Candidate>(
  name: string,
  candidates: readonly Who[],
  wishes: RouteWishes,
): Route<Who> {
  const { preferences, switchedTo, fallbackEnabled } = wishes;
  const owner = candidates.find(({ id }) => id === wishes.toolLoopOwner);
  if (owner) return { candidates: [owner], reason: 'it asked for the tools whose results are here' };
  if (preferences.length === 0 && switchedTo === undefined && fallbackEnabled) {
    return { candidates, reason: `first in the order of "${name}"` };
  }
  const ranked = candidates.toSorted((left, right) => rank(left, wishes) - rank(right, wishes));
  return {
    candidates: fallbackEnabled ? ranked : ranked.slice(0, 1),
    reason: reasonFor(name, ranked[0], wishes),
  };
}

/** Whether a preference means this candidate. */
export function matches(candidate: Candidate, preference: string): boolean {
  return candidate.provider === preference || candidate.id === preference;
}

function rank(candidate: Candidate, { preferences, switchedTo }: RouteWishes): number {
  const wanted = preferences.findIndex((preference) => matches(candidate, preference));
  if (wanted >= 0) return wanted;
  return preferences.length + (candidate.provider === switchedTo ? 0 : 1);
}

function reasonFor(
  name: string,
  first: Candidate | undefined,
  { preferences, switchedTo }: RouteWishes,
): string {
  if (first && preferences.some((preference) => matches(first, preference))) return 'preferred by the caller';
  if (first && first.provider === switchedTo) return 'switched to by an operator';
  return `first in the order of "${name}"`;
}
