import { ENVIRONMENT_FINDINGS } from './catalogue/environment.findings.js';
import { EXCEPTION_FINDINGS } from './catalogue/exception.findings.js';
import { PERFORMANCE_FINDINGS } from './catalogue/performance.findings.js';
import { KEY_REACHABILITY_FINDINGS, REACHABILITY_FINDINGS } from './catalogue/reachability.findings.js';
import { LIVE_FINDINGS } from './catalogue/live.findings.js';
import { SOURCE_FINDINGS } from './catalogue/source.findings.js';
import { VALUE_FINDINGS } from './catalogue/value.findings.js';

export type { FindingSeverity } from './catalogue/catalogue-entry.js';

/** Every kind of finding. An id never changes its meaning and is never used again. */
export const FINDING_CATALOGUE = {
  ...ENVIRONMENT_FINDINGS,
  ...SOURCE_FINDINGS,
  ...VALUE_FINDINGS,
  ...LIVE_FINDINGS,
  ...EXCEPTION_FINDINGS,
  ...KEY_REACHABILITY_FINDINGS,
  ...REACHABILITY_FINDINGS,
  ...PERFORMANCE_FINDINGS,
} as const;

/** Stable id of a kind of finding. */
export type FindingId = keyof typeof FINDING_CATALOGUE;

export function isFindingId(id: string): id is FindingId {
  return Object.hasOwn(FINDING_CATALOGUE, id);
}
