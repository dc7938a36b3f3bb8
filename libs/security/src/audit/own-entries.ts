import type { AuditRecord } from './audit-record.js';
import type { CheckedEntry } from './audit-entry.policy.js';

/** Why a trail goes on behind an end that it has not left itself. */
export type ResumeReason = 'torn-line' | 'missing-tail' | 'broken-chain';

const RESUME = { action: 'audit:resume', resource: 'AuditTrail.open', decision: 'noted' } as const;

export function resumeEntry(reason: ResumeReason): CheckedEntry {
  return { ...RESUME, reason };
}

export function isTornResume({ action, reason }: AuditRecord): boolean {
  return action === RESUME.action && reason === ('torn-line' satisfies ResumeReason);
}

/** The trail itself has noted that records are gone. */
export function isLossNoted({ action, reason }: AuditRecord): boolean {
  return action === RESUME.action && reason === ('missing-tail' satisfies ResumeReason);
}

/** Says how many records the spool had no room for. */
export function lostEntry(count: number): CheckedEntry {
  return { action: 'audit:lost', resource: `lost:${count}`, decision: 'noted', reason: 'spool-full' };
}
