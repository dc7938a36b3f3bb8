import { countsOf } from '../boot/counts.policy.js';
import type { Finding } from '../findings/finding.js';
import type { DoctorReport } from './doctor-report.js';
import { openFindings } from './open-findings.policy.js';
import { placeOf } from './report-paths.policy.js';

const COMMANDS = { critical: 'error', warning: 'warning', recommendation: 'notice' } as const;

/**
 * Workflow commands of GitHub Actions, which show findings beside the lines they are about.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
export function githubReport(report: DoctorReport): string {
  const { result, exitCode } = report;
  const commands = openFindings(result).map((one) => command(one, report));
  const summary = `config doctor: ${countsOf(result)}; result: ${result.health}; exit ${exitCode}`;
  return `${[...commands, summary].join('\n')}\n`;
}

function command(finding: Finding, report: DoctorReport): string {
  const { id, severity, subject, problem, action } = finding;
  const { path, line } = placeOf(finding, report);
  const properties = {
    file: path,
    ...(line === undefined ? {} : { line: String(line) }),
    title: `${id} ${subject}`,
  };
  const told = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${COMMANDS[severity]} ${told.join(',')}::${data(`${problem}\n${action}`)}`;
}

/** As @actions/core does it (packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
