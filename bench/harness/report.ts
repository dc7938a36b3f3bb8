import type { Row } from './row.policy.js';

/** What `npm run bench -- <suite> --json` prints. */
export interface Report {
  readonly suite: string;
  /** When the suite began, ISO 8601. */
  readonly date: string;
  /** Version of Node, without the v. */
  readonly node: string;
  /** Logical processors of the machine. */
  readonly cpus: number;
  readonly rows: readonly Row[];
  /** What a suite has to tell beside its lines. */
  readonly details?: object;
}

/** The report for people: one line per row, in columns; below them what the suite has to tell beside. */
export function formatReport(
  report: Report,
  purpose: string,
  rounds: number,
  details: readonly string[] = [],
): string {
  const cells = report.rows.map((row) => [
    row.name,
    `${figure(row.value)} ${row.unit}`,
    row.peer === undefined ? '' : `${row.peer} ${figure(row.peerValue)} ${row.unit}`,
    row.ratio === undefined ? '' : `ratio ${figure(row.ratio)}`,
    `goal ${row.goal}`,
    row.goal === 'none' ? '' : verdict(row.pass),
  ]);
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('   ')
      .trimEnd(),
  );
  const machine = `${report.date.slice(0, 10)}, Node ${report.node}, ${report.cpus} CPUs, ${rounds} rounds`;
  const below = details.length === 0 ? [] : ['', ...details];
  return [`${report.suite}: ${purpose}`, machine, '', ...lines, ...below, ''].join('\n');
}

function verdict(pass: boolean): string {
  return pass ? 'goal met' : 'goal missed';
}

function figure(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('en', { maximumSignificantDigits: 4 });
}
