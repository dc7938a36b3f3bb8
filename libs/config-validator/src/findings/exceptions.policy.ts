import { finding, isOpen, type Finding } from './finding.js';
import type { FindingId } from './finding-catalogue.js';

/** A finding that is accepted for a while. */
export interface FindingException {
  /** Which kind of finding. */
  readonly id: FindingId;
  /** Only for this variable or file. Default: for all. */
  readonly subject?: string;
  /** Last day (UTC) on which it holds: `2027-01-31`. */
  readonly until: string;
  /** Why it is accepted, for those who read the options later. */
  readonly reason: string;
}

/**
 * Marks accepted findings as skipped. A finding whose exception has ended stays as it is, and a warning says so.
 * @param today the day in UTC, `YYYY-MM-DD`.
 */
export function applyExceptions(
  findings: readonly Finding[],
  exceptions: readonly FindingException[],
  today: string,
): readonly Finding[] {
  return findings.flatMap((one) => {
    const covering = isOpen(one) ? exceptions.filter((exception) => covers(exception, one)) : [];
    // Days in this form sort as text.
    if (covering.some(({ until }) => until >= today)) return [{ ...one, status: 'skipped' as const }];
    return covering.length === 0 ? [one] : [one, ended(one)];
  });
}

function covers(exception: FindingException, { id, subject }: Finding): boolean {
  return exception.id === id && (exception.subject === undefined || exception.subject === subject);
}

function ended({ id, subject }: Finding): Finding {
  return finding('CFG-IGN-001', {
    subject,
    problem: `The exception for ${id} has ended and the finding is still there.`,
    action: `Repair ${subject}, or agree on a new date in the option "ignore".`,
  });
}
