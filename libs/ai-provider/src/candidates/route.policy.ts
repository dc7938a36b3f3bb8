import type { Candidate } from './candidate.js';

export interface RouteWishes {
  /** Providers, or `provider/model` pairs, most wanted first. */
  readonly preferences: readonly string[];
  /** Provider that an operator switched to. */
  readonly switchedTo: string | undefined;
  /** Lane in the middle of a tool loop: nobody but its model can go on with it, best with the same key. */
  readonly toolLoopOwner?: string | undefined;
  /** False keeps the first model of the order only, with all its keys. */
  readonly fallbackEnabled: boolean;
}

export interface Route<Who extends Candidate = Candidate> {
  readonly candidates: readonly Who[];
  /** Why the first one is first, in words. */
  readonly reason: string;
}

/** Orders what the selection offers. What the caller prefers beats what an operator switched to. */
export function planRoute<Who extends Candidate>(
  { candidates, reason }: Route<Who>,
  wishes: RouteWishes,
): Route<Who> {
  const { preferences, switchedTo, fallbackEnabled } = wishes;
  const owner = candidates.find(({ lane }) => lane === wishes.toolLoopOwner);
  if (owner) {
    const otherKeys = candidates.filter((other) => other.id === owner.id && other !== owner);
    return {
      candidates: [owner, ...otherKeys],
      reason: 'it asked for the tools whose results are here',
    };
  }
  if (preferences.length === 0 && switchedTo === undefined && fallbackEnabled) {
    return { candidates, reason };
  }
  const ranked = candidates.toSorted((left, right) => rank(left, wishes) - rank(right, wishes));
  return {
    candidates: fallbackEnabled ? ranked : ranked.filter(({ id }) => id === ranked[0]?.id),
    reason: reasonFor(reason, ranked[0], wishes),
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
  reason: string,
  first: Candidate | undefined,
  { preferences, switchedTo }: RouteWishes,
): string {
  if (first && preferences.some((preference) => matches(first, preference))) return 'preferred by the caller';
  if (first && first.provider === switchedTo) return 'switched to by an operator';
  return reason;
}
