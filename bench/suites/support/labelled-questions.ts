import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A line of bench/data/classification/*.jsonl; its README says what the labels mean. */
export interface LabelledQuestion {
  readonly text: string;
  readonly type: string;
  /** Types that a person could give as well. */
  readonly alternatives?: readonly string[];
  readonly language: string;
  readonly complexity: string;
  readonly timeSensitivity: string;
  /** Of dev.jsonl only: rules were tuned on one part, their confidence on the other. */
  readonly part?: 'rules' | 'calibration';
}

const FOLDER = 'bench/data/classification';

export function readQuestions(file: 'dev' | 'test'): readonly LabelledQuestion[] {
  const lines = readFileSync(join(findRoot(import.meta.dirname), FOLDER, `${file}.jsonl`), 'utf8').trimEnd();
  // The files are ours; the spec of the set checks every line.
  return lines.split('\n').map((line) => JSON.parse(line) as LabelledQuestion);
}

/** The bench runs compiled, from a folder of its own inside the repository. */
export function findRoot(from: string): string {
  if (existsSync(join(from, FOLDER))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`${FOLDER} is in no folder above.`);
  return findRoot(parent);
}

export function isRight({ type, alternatives = [] }: LabelledQuestion, guess: string): boolean {
  return guess === type || alternatives.includes(guess);
}
