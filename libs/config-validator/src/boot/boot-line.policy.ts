import type { ConfigurationError } from './configuration.error.js';
import { countsOf } from './counts.policy.js';

/** The report as one line of JSON, for log collectors. */
export function bootLine(error: ConfigurationError): string {
  const { health, errors, warnings, recommendations } = error.report;
  const line = {
    level: 'fatal',
    code: error.code,
    message: `The configuration is refused: ${countsOf(error.report)}.`,
    exitCode: error.exitCode,
    health,
    errors,
    warnings,
    recommendations,
  };
  return `${JSON.stringify(line)}\n`;
}
