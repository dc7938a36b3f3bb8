import type { CheckSnapshot } from './check-snapshot.js';

/** Terminus' own words, so that what reads its answers reads ours. */
export type Verdict = 'ok' | 'degraded' | 'error';

type Judged = Pick<CheckSnapshot, 'criticality' | 'status'>;

/** What all checks mean together. A required one that is not known to work is an error; nothing but `up` is ok. */
export function verdictOf(checks: readonly Judged[]): Verdict {
  const verdicts = new Set(checks.map(verdictOfOne));
  if (verdicts.has('error')) return 'error';
  return verdicts.has('degraded') ? 'degraded' : 'ok';
}

function verdictOfOne({ criticality, status }: Judged): Verdict {
  switch (criticality) {
    case 'informational':
      return 'ok';
    case 'degradable':
      return status === 'up' ? 'ok' : 'degraded';
    case 'required':
      if (status === 'up') return 'ok';
      return status === 'degraded' ? 'degraded' : 'error';
    default:
      return criticality satisfies never;
  }
}
