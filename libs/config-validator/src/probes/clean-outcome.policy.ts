import { isFindingId } from '../findings/finding-catalogue.js';
import type { FindingStatus } from '../findings/finding.js';
import { sharesText } from '../rules/shared-text.policy.js';
import { notCarriedOut } from './outcomes.js';
import type { ProbeOutcome } from './probe.port.js';

const STATUSES: ReadonlySet<string> = new Set<FindingStatus>(['pass', 'fail', 'unknown', 'skipped']);

/**
 * The outcome without sentences that quote the value, which the author of a probe may have put there. What is no outcome
 * at all, as JavaScript may return it, determines nothing.
 */
export function cleanOutcome(outcome: ProbeOutcome, value: string): ProbeOutcome {
  if (!isOutcome(outcome)) return notCarriedOut();
  const said = (text: string, instead: string): string => (sharesText(text, value) ? instead : text);
  return {
    ...outcome,
    problem: said(outcome.problem, 'The probe says more, but it quotes the value.'),
    action: said(outcome.action, 'Look the finding up.'),
  };
}

function isOutcome(outcome: unknown): boolean {
  if (typeof outcome !== 'object' || outcome === null) return false;
  const { id, status, problem, action } = outcome as Partial<Record<keyof ProbeOutcome, unknown>>;
  return (
    typeof id === 'string' &&
    isFindingId(id) &&
    typeof status === 'string' &&
    STATUSES.has(status) &&
    typeof problem === 'string' &&
    typeof action === 'string'
  );
}
