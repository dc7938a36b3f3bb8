import type { Candidate } from '../candidates/candidate.js';
import type { TriedCandidate } from '../failover/tried-candidate.js';

/**
 * Who may be asked beside a slow attempt: the first of a model that this request has not asked with any key, that has
 * not turned it away, and that is free now. Another key of a model that was asked would meet the same server.
 */
export function companyFor<Who extends Candidate>(
  tried: readonly TriedCandidate<Who>[],
  blockedMs: (candidate: Who) => number,
): TriedCandidate<Who> | undefined {
  const asked = new Set(tried.flatMap(({ attempts, candidate }) => (attempts > 0 ? [candidate.id] : [])));
  return tried.find(
    ({ candidate, turnedAwayUntilMs }) =>
      !asked.has(candidate.id) && turnedAwayUntilMs === -Infinity && blockedMs(candidate) === 0,
  );
}
