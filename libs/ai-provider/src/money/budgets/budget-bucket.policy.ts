import type { Candidate } from '../../candidates/candidate.js';
import type { CallProfile } from '../../failover/attempt-end.js';
import type { Budget } from './budget.options.js';
import type { BudgetBucket } from './budget.store.js';
import { windowAt } from './budget-window.policy.js';

/** The bucket that a call belongs to. @param at ms since 1970. */
export function bucketOf(
  { name: budget, per, limit, window }: Budget,
  candidate: Candidate,
  profile: CallProfile,
  at: number,
): BudgetBucket {
  if (window === undefined) throw new RangeError('a budget per call has no bucket');
  const { startsAt, endsAt } = windowAt(window, at);
  // The subject comes last, so that no name can be read as another one.
  return {
    name: `${budget}|${startsAt}|${subjectOf(per, candidate, profile)}`,
    budget,
    limit,
    endsAt,
  };
}

function subjectOf(per: Budget['per'], { provider }: Candidate, profile: CallProfile): string {
  switch (per) {
    case 'user':
      return profile.user ?? '';
    case 'tenant':
      return profile.tenant ?? '';
    case 'feature':
      return profile.feature ?? '';
    case 'provider':
      return provider;
    case 'call':
    case 'total':
      return '';
    default:
      return per satisfies never;
  }
}
