import { sourceText, type Finding } from '../findings/finding.js';
import type { ValidationResult } from '../findings/validation-result.js';
import { countsOf } from './counts.policy.js';
import { wrapText } from './wrap-text.policy.js';

export interface BoxStyle {
  /** Width of the terminal in characters. The box is at most 100 and at least 40 wide. */
  readonly columns: number;
  /** False: plain ASCII. */
  readonly unicode: boolean;
}

interface Glyphs {
  /** Corners: top left, top right, bottom left, bottom right. */
  readonly corners: readonly [string, string, string, string];
  readonly across: string;
  readonly down: string;
  readonly marks: Readonly<Record<Finding['severity'], string>>;
  readonly arrow: string;
}

const UNICODE: Glyphs = {
  corners: ['┌', '┐', '└', '┘'],
  across: '─',
  down: '│',
  marks: { critical: '✖', warning: '!', recommendation: 'i' },
  arrow: '→',
};

const ASCII: Glyphs = {
  corners: ['+', '+', '+', '+'],
  across: '-',
  down: '|',
  marks: { critical: 'x', warning: '!', recommendation: 'i' },
  arrow: '->',
};

/** Wider lines are hard to read. */
const WIDEST = 100;
const NARROWEST = 40;

/** The report for people: what is wrong, variable by variable, and what to do. */
export function bootBox(report: ValidationResult, { columns, unicode }: BoxStyle): string {
  const glyphs = unicode ? UNICODE : ASCII;
  const { across, down, corners } = glyphs;
  const width = Math.min(WIDEST, Math.max(NARROWEST, columns));
  const inner = width - 4;
  const rule = (left: string, right: string, title = ''): string =>
    `${left}${across}${title}${across.repeat(width - 3 - title.length)}${right}`;

  const open = [...report.errors, ...report.warnings, ...report.recommendations];
  const rows = [
    '',
    ...wrapText(`${countsOf(report)}. The application was not started.`, inner),
    ...open.flatMap((finding) => ['', ...findingRows(finding, inner, glyphs)]),
    '',
  ];
  return [
    rule(corners[0], corners[1], ' Configuration refused '),
    ...rows.map((row) => `${down} ${row.padEnd(inner)} ${down}`),
    rule(corners[2], corners[3]),
    '',
  ].join('\n');
}

function findingRows(finding: Finding, width: number, { marks, arrow }: Glyphs): readonly string[] {
  const indent = ' '.repeat(2);
  const { id, severity, subject, problem, action, source } = finding;
  const origin = source?.kind === 'file' && source.file !== subject ? `, in ${sourceText(source)}` : '';
  return [
    ...wrapText(`${marks[severity]} ${subject}  (${id}${origin})`, width),
    ...wrapText(problem, width - indent.length).map((line) => indent + line),
    ...wrapText(`${arrow} ${action}`, width - indent.length).map((line) => indent + line),
  ];
}
