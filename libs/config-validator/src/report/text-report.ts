import { countsOf } from '../boot/counts.policy.js';
import { wrapText } from '../boot/wrap-text.policy.js';
import { sourceText, type Finding } from '../findings/finding.js';
import type { DoctorReport } from './doctor-report.js';
import { openFindings } from './open-findings.policy.js';
import { paint, widthOf, type TextStyle } from './text-style.js';

const MARKS = {
  unicode: { critical: '✖', warning: '!', recommendation: 'i', passed: '✔', arrow: '→', dot: '·' },
  ascii: { critical: 'x', warning: '!', recommendation: 'i', passed: '+', arrow: '->', dot: '-' },
} as const;

const COLOURS = { critical: 'red', warning: 'yellow', recommendation: 'cyan' } as const;

/** Long enough for every id, so that subjects stand under each other. */
const ID_WIDTH = 'CFG-REACH-000'.length;

/** For people: one block for each open finding, the worst first, and one line about the whole. */
export function textReport({ result, ms, exitCode }: DoctorReport, style: TextStyle): string {
  const { dot } = style.unicode ? MARKS.unicode : MARKS.ascii;
  const checks = `${result.findings.length} check${result.findings.length === 1 ? '' : 's'}`;
  const head = `${paint('config doctor', 'bold', style)} ${dot} ${checks} ${dot} ${(ms / 1_000).toFixed(1)} s`;
  const open = openFindings(result);
  const blocks = open.map((one) => block(one, style).join('\n'));
  return `${[head, ...blocks, foot(result, exitCode, open[0], style)].join('\n\n')}\n`;
}

function block(finding: Finding, style: TextStyle): readonly string[] {
  const { arrow, ...marks } = style.unicode ? MARKS.unicode : MARKS.ascii;
  const { id, severity, status, subject, problem, action } = finding;
  const mark = status === 'unknown' ? '?' : marks[severity];
  const width = widthOf(style);
  const indent = '    ';
  const inner = width - indent.length;
  const title = `${mark} ${id.padEnd(ID_WIDTH)} ${wrapText(subject, Number.MAX_SAFE_INTEGER).join(' ')}`;
  const place = placeText(finding);
  const room = width - title.length - place.length;
  const coloured = paint(mark, COLOURS[severity], style) + paint(title.slice(mark.length), 'bold', style);
  return [
    ...(place === '' || room < 2
      ? [title.length <= width ? coloured : wrapText(title, width).join(`\n${indent}`)]
      : [coloured + ' '.repeat(room) + paint(place, 'dim', style)]),
    ...(place !== '' && room < 2 ? wrapText(place, inner).map((line) => indent + line) : []),
    ...wrapText(problem, inner).map((line) => indent + line),
    ...hanging(`${arrow} ${action}`, inner, arrow.length + 1).map((line) => indent + line),
  ];
}

/** Where the value is from; nothing when the finding is about the file itself and says so. */
function placeText({ subject, source }: Finding): string {
  const place = source === undefined ? '' : sourceText(source);
  return place === subject ? '' : wrapText(place, Number.MAX_SAFE_INTEGER).join(' ');
}

function hanging(text: string, width: number, by: number): readonly string[] {
  const [first = '', ...others] = wrapText(text, width);
  const rest = wrapText(others.join(' '), width - by);
  return [first, ...rest.map((line) => ' '.repeat(by) + line)];
}

function foot(
  result: DoctorReport['result'],
  exitCode: number,
  worst: Finding | undefined,
  style: TextStyle,
): string {
  const { passed, dot } = style.unicode ? MARKS.unicode : MARKS.ascii;
  const count = (wanted: Finding['status']): number =>
    result.findings.filter(({ status }) => status === wanted).length;
  const skipped = count('skipped') === 0 ? '' : ` ${dot} ${count('skipped')} skipped`;
  const open = worst === undefined ? '' : ` ${dot} ${countsOf(result)}`;
  const said = [
    `${count('pass')} passed${skipped}${open}`,
    `result: ${result.health}`,
    `exit ${exitCode}`,
  ].join('   ');
  const more = worst === undefined ? [] : [`More about one: hydrogenai doctor --explain ${worst.id}`];
  const width = widthOf(style);
  const lines = said.length + 2 <= width ? [said] : wrapText(said, width - 2);
  return [
    `${paint(passed, 'green', style)} ${lines.join('\n  ')}`,
    ...more.flatMap((text) => wrapText(text, width - 2).map((line) => `  ${paint(line, 'dim', style)}`)),
  ].join('\n');
}
