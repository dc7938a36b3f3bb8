import { HydrogenError, isHydrogenError } from '@hydrogenai/common';
import type { ValidationResult } from '../findings/validation-result.js';
import { countsOf } from './counts.policy.js';

/** EX_CONFIG of sysexits.h (BSD, https://man.freebsd.org/cgi/man.cgi?query=sysexits): something is misconfigured. */
export const EX_CONFIG = 78;

const CODE = 'CONFIGURATION_INVALID';

/** The configuration is refused and the application must not start. The report says everything, and holds no value. */
export class ConfigurationError extends HydrogenError {
  /** The exit code that the process should end with: 78. */
  readonly exitCode = EX_CONFIG;

  constructor(readonly report: ValidationResult) {
    super(messageOf(report), {
      code: CODE,
      details: { errors: report.errors.length, warnings: report.warnings.length },
    });
  }

  override toJSON(): Record<string, unknown> {
    const { health, errors, warnings, recommendations } = this.report;
    return { ...super.toJSON(), exitCode: this.exitCode, health, errors, warnings, recommendations };
  }
}

/** True for a `ConfigurationError`, also one of another copy of this package. */
export function isConfigurationError(error: unknown): error is ConfigurationError {
  return isHydrogenError(error) && error.code === CODE && 'report' in error;
}

function messageOf(report: ValidationResult): string {
  const lines = [...report.errors, ...report.warnings].map(
    ({ id, subject, problem, action }) => `- ${subject}: ${problem} ${action} [${id}]`,
  );
  return [`The configuration is refused: ${countsOf(report)}.`, ...lines].join('\n');
}
