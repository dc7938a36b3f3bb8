import type { Finding } from '../findings/finding.js';
import { isOpen, sourceText } from '../findings/finding.js';
import type { DoctorReport } from './doctor-report.js';
import { isFailing, openFindings } from './open-findings.policy.js';

/**
 * JUnit XML, in the strict form of the Ant tasks that every reader understands: a test case for each check. What fails is
 * what the exit code counts; other open findings are passed tests, and stand in `system-out`.
 */
export function junitReport(report: DoctorReport): string {
  const { result, ms, at, version } = report;
  const { findings } = result;
  const open = openFindings(result);
  const failing = open.filter((one) => isFailing(one, report));
  const suite = attributes({
    name: 'hydrogenai doctor',
    package: 'hydrogenai',
    id: '0',
    timestamp: new Date(at).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length),
    // The name of the machine is nobody's business.
    hostname: 'localhost',
    tests: String(findings.length),
    failures: String(failing.filter(({ status }) => status === 'fail').length),
    errors: String(failing.filter(({ status }) => status === 'unknown').length),
    skipped: String(findings.filter(({ status }) => status === 'skipped').length),
    time: seconds(ms),
  });
  const told = open.filter((one) => !isFailing(one, report)).map(asText);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite ${suite}>`,
    `    <properties><property ${attributes({ name: 'version', value: version })}/></properties>`,
    ...findings.map((one) => `    ${testCase(one, report)}`),
    `    <system-out>${escaped(told.join('\n'))}</system-out>`,
    '    <system-err></system-err>',
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}

function testCase(finding: Finding, report: DoctorReport): string {
  const { id, subject, ms = 0 } = finding;
  const about = attributes({ name: `${subject} ${id}`, classname: `hydrogenai.${id}`, time: seconds(ms) });
  const inside = outcome(finding, report);
  return inside === '' ? `<testcase ${about}/>` : `<testcase ${about}>${inside}</testcase>`;
}

function outcome(finding: Finding, report: DoctorReport): string {
  const { id, status, problem: message } = finding;
  if (status === 'skipped') return `<skipped ${attributes({ message })}/>`;
  if (!isOpen(finding) || !isFailing(finding, report)) return '';
  const element = status === 'unknown' ? 'error' : 'failure';
  return `<${element} ${attributes({ message, type: id })}>${escaped(asText(finding))}</${element}>`;
}

function asText({ id, subject, problem, action, source }: Finding): string {
  const place = source === undefined ? '' : ` (${sourceText(source)})`;
  return `${id} ${subject}${place}: ${problem} ${action}`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(value.replaceAll(/\s+/g, ' '))}"`)
    .join(' ');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0, 2.2 Characters: what no document may hold, not even as a reference, is left out. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
