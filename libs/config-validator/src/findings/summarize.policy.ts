import { isOpen, type Finding } from './finding.js';
import type { FindingSeverity } from './finding-catalogue.js';
import type { ConfigurationHealth, ValidationResult } from './validation-result.js';

/** Sorts findings into a result. A finding that two schemas make alike is kept once. */
export function summarize(all: readonly Finding[]): ValidationResult {
  const findings = [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()];
  const open = (severity: FindingSeverity): Finding[] =>
    findings.filter((finding) => finding.severity === severity && isOpen(finding));
  const errors = open('critical');
  const warnings = open('warning');
  return {
    isValid: errors.length === 0,
    health: healthOf(errors, warnings),
    errors,
    warnings,
    recommendations: open('recommendation'),
    findings,
  };
}

function healthOf(errors: readonly Finding[], warnings: readonly Finding[]): ConfigurationHealth {
  if (errors.some(({ status }) => status === 'fail')) return 'unhealthy';
  if ([...errors, ...warnings].some(({ status }) => status === 'unknown')) return 'unknown';
  return warnings.length > 0 ? 'degraded' : 'healthy';
}
