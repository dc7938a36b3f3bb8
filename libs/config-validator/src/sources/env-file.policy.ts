import { parseEnv } from 'node:util';
import { finding, type Finding } from '../findings/finding.js';
import { scanLines, type ScannedLines } from './scan-lines.policy.js';
import type { EnvironmentLike } from './env-layer.js';

export interface ParsedEnvFile {
  readonly values: EnvironmentLike;
  /** The line that each value stands in, or begins in; lines count from 1. */
  readonly lines: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
}

/** Reads the bytes of an environment file with Node's own parser, and says what that parser passes over in silence. */
export function parseEnvFile(file: string, bytes: Uint8Array): ParsedEnvFile {
  const source = { kind: 'file', file } as const;
  const text = decode(bytes);
  if (text === undefined) {
    const notText = finding('CFG-FILE-002', {
      subject: file,
      problem: 'The file is not UTF-8 text, so none of its variables are used.',
      action: 'Save it as UTF-8 (some editors and shells on Windows write UTF-16).',
      source,
    });
    return { values: {}, lines: new Map(), findings: [notText] };
  }
  const { assignments, stray, readable } = scanLines(text);
  const strange = stray.map((line) =>
    finding('CFG-FILE-003', {
      subject: file,
      problem: `Line ${line} is not NAME=value, and may hide the lines after it.`,
      action: `Correct line ${line}, or begin it with # to make it a comment.`,
      source: { ...source, line },
    }),
  );
  return {
    values: parseEnv(readable),
    // Of two lines with one name, Node takes the later.
    lines: new Map(assignments.map(({ name, line }) => [name, line])),
    findings: [...strange, ...repeated(assignments, file)],
  };
}

/** Names that have more than one line. */
function repeated(assignments: ScannedLines['assignments'], file: string): readonly Finding[] {
  const byName = Map.groupBy(assignments, ({ name }) => name);
  return [...byName].flatMap(([name, all]) => {
    const last = all.at(-1);
    if (all.length < 2 || last === undefined) return [];
    const earlier = all.slice(0, -1).map(({ line }) => line);
    return [
      finding('CFG-FILE-005', {
        subject: name,
        problem: `The file has it more than once. Line ${last.line} applies, not ${earlier.join(', ')}.`,
        action: 'Remove the lines that are wrong.',
        source: { kind: 'file', file, line: last.line },
      }),
    ];
  });
}

/** The text without its byte order mark; `undefined` when the bytes are not UTF-8, or hold a zero byte as UTF-16 does. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // The only error is that the bytes are not UTF-8.
  }
}
