import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FINDING_CATALOGUE, type FindingId } from '../findings/finding-catalogue.js';
import { isOpen, type Finding } from '../findings/finding.js';
import type { DoctorReport } from './doctor-report.js';
import { isFailing, openFindings } from './open-findings.policy.js';
import { placeOf } from './report-paths.policy.js';

/** The pages about findings, in Markdown. */
export type FindingPages = ReadonlyMap<FindingId, string>;

const LEVELS = { critical: 'error', warning: 'warning', recommendation: 'note' } as const;

/** SARIF 2.1.0 with errata 01: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function sarifReport(report: DoctorReport, pages: FindingPages): string {
  const { result, exitCode, version, at, ms } = report;
  const accepted = result.findings.filter(({ id, status }) => status === 'skipped' && !id.endsWith('-000'));
  const told = [...openFindings(result), ...accepted];
  const ids = [...new Set(told.map(({ id }) => id))].toSorted();
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'hydrogenai doctor', version, rules: ids.map((id) => ruleOf(id, pages)) },
        },
        automationDetails: { id: 'hydrogenai/doctor/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            exitCode,
            startTimeUtc: new Date(at).toISOString(),
            endTimeUtc: new Date(at + ms).toISOString(),
          },
        ],
        results: told.map((one) => resultOf(one, ids.indexOf(one.id), report)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: FindingId, pages: FindingPages): object {
  const { severity, when } = FINDING_CATALOGUE[id];
  const page = pages.get(id) ?? when;
  return {
    id,
    shortDescription: { text: sentence(when) },
    fullDescription: { text: sentence(when) },
    defaultConfiguration: { level: LEVELS[severity] },
    help: { text: page, markdown: page },
  };
}

function resultOf(finding: Finding, ruleIndex: number, report: DoctorReport): object {
  const { id, severity, status, subject, problem, action } = finding;
  const { path, line } = placeOf(finding, report);
  return {
    ruleId: id,
    ruleIndex,
    // 3.27.9: "open" is what could not be determined, and has no level. What keeps the application from starting has one.
    ...(status === 'unknown' && !isFailing(finding, report)
      ? { kind: 'open', level: 'none' }
      : { kind: 'fail', level: LEVELS[severity] }),
    message: { text: `${subject}: ${problem} ${action}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path) },
          ...(line === undefined ? {} : { region: { startLine: line } }),
        },
        logicalLocations: [{ name: subject, kind: 'member' }],
      },
    ],
    partialFingerprints: { 'finding/v1': `${id}:${subject}` },
    ...(isOpen(finding) ? {} : { suppressions: [{ kind: 'external', status: 'accepted' }] }),
  };
}

/** RFC 3986: a relative reference, or a file URI. */
function uriOf(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split('/').map(encodeURIComponent).join('/');
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
