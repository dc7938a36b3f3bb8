import type { ValidationResult } from '../findings/validation-result.js';
import type { DoctorReport } from './doctor-report.js';

/** What the command ends with. The boot of an application ends with 78 instead. */
export const EXIT_CODE = {
  /** Nothing that counts is open. */
  fine: 0,
  /** Our own fault. */
  internal: 1,
  /** The command line or the declared schemas are wrong; nothing was checked. */
  usage: 2,
  /** The application would not start. */
  critical: 3,
  /** Warnings, where they count. */
  warnings: 4,
  /** Somebody was asked and nobody gave an answer that says anything. */
  undetermined: 5,
} as const;

export function exitCodeOf(result: ValidationResult, failOn: DoctorReport['failOn']): number {
  if (result.errors.length > 0) return EXIT_CODE.critical;
  const asked = result.findings.filter(({ ms }) => ms !== undefined);
  if (asked.length > 0 && asked.every(({ status }) => status === 'unknown')) return EXIT_CODE.undetermined;
  return failOn === 'warning' && result.warnings.length > 0 ? EXIT_CODE.warnings : EXIT_CODE.fine;
}
