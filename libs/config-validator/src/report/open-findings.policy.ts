import type { Finding } from '../findings/finding.js';
import type { ValidationResult } from '../findings/validation-result.js';
import type { DoctorReport } from './doctor-report.js';

/** What is left to do, the worst first: failures before what is not known, within each severity. */
export function openFindings({ errors, warnings, recommendations }: ValidationResult): readonly Finding[] {
  return [errors, warnings, recommendations].flatMap((open) => [
    ...open.filter(({ status }) => status === 'fail'),
    ...open.filter(({ status }) => status === 'unknown'),
  ]);
}

/** Whether an open finding makes the whole fail. */
export function isFailing({ severity }: Finding, { failOn }: Pick<DoctorReport, 'failOn'>): boolean {
  return severity === 'critical' || (severity === 'warning' && failOn === 'warning');
}
