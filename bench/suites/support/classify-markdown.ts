import { LABELS, type Evaluation } from './classify-evaluation.js';

export const BEGIN = '<!-- classify: begin -->';
export const END = '<!-- classify: end -->';

/** The part of docs/guides/classification.md that the bench writes. Without figures that depend on the machine. */
export function classifyMarkdown(evaluation: Evaluation): string {
  const { accuracy, coverage, abstention, calibrationError, questions } = evaluation;
  const summary = table(
    ['measure', 'value'],
    [
      [`questions`, `${questions}`],
      [`right, of those that were given a type`, percent(accuracy)],
      [`given a type, of those that have one`, percent(coverage)],
      [`left without one, of the texts that ask for nothing`, percent(abstention)],
      [`language right`, percent(evaluation.language)],
      [`complexity right`, percent(evaluation.complexity)],
      [`time sensitivity right`, percent(evaluation.timeSensitivity)],
      [`time sensitivity right, of what gets old`, percent(evaluation.timeSensitivityOfOld)],
      [`expected calibration error`, calibrationError.toFixed(3)],
    ],
  );
  const confusion = table(
    ['label', ...LABELS.map((label) => SHORT[label] ?? label), 'recall', 'precision'],
    LABELS.map((label) => [
      label,
      ...LABELS.map((answer) => count(evaluation.confusion.get(label)?.get(answer) ?? 0, label === answer)),
      percent(evaluation.recall.get(label) ?? 0),
      label === 'unknown' ? '' : percent(evaluation.precision.get(label) ?? 0),
    ]),
  );
  const reliability = table(
    ['confidence', 'guesses', 'right', 'share'],
    evaluation.reliability.map(({ confidence, guesses, right }) => [
      confidence.toFixed(2),
      `${guesses}`,
      `${right}`,
      percent(right / guesses),
    ]),
  );
  return [
    summary,
    'Rows are the labels, columns the answers; a right alternative counts as the label.',
    confusion,
    'Confidence beside the share of right guesses, abstentions with a guess included.',
    reliability,
  ].join('\n\n');
}

/** @returns the document with its part between the marks replaced. */
export function withSection(document: string, date: string, section: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The document has no part between ${BEGIN} and ${END}.`);
  const made = `Made on ${date} by \`WRITE_DOCS=1 npm run bench -- classify\`, on the test part.`;
  return `${document.slice(0, begin)}${BEGIN}\n\n${made}\n\n${section}\n\n${document.slice(end)}`;
}

const SHORT: Readonly<Record<string, string>> = {
  factual: 'fact',
  analytical: 'anal',
  comparison: 'comp',
  creative: 'crea',
  summarisation: 'summ',
  translation: 'tran',
  conversational: 'conv',
  unknown: 'none',
};

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...body.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

function count(times: number, diagonal: boolean): string {
  if (times === 0) return '';
  return diagonal ? `**${times}**` : `${times}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
