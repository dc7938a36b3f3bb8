import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classifyByRules } from '@hydrogenai/ai-provider';
import { atLeast, atMost, defineSuite, micro, noGoal, row, type Row } from '../harness/index.js';
import { evaluate, refit, type Evaluation } from './support/classify-evaluation.js';
import { classifyMarkdown, withSection } from './support/classify-markdown.js';
import { findRoot, readQuestions } from './support/labelled-questions.js';

const GUIDE = 'docs/guides/classification.md';
const LONG = `${'The committee met in March and could not agree on the budget. '.repeat(4_000)}Summarise it.`;

/** Without a question no figure: the loop must not be optimised away. */
function classifyAll(texts: readonly string[]): (n: number) => number {
  let next = 0;
  return (n) => {
    let letters = 0;
    for (let i = 0; i < n; i++)
      letters += classifyByRules(texts[next++ % texts.length] ?? '').queryType.length;
    return letters;
  };
}

function qualityRows(evaluation: Evaluation): Row[] {
  const share = (name: string, value: number, goal = noGoal()): Row =>
    row({ name, value, unit: 'share', goal });
  return [
    share('right, of those that were given a type', evaluation.accuracy, atLeast(0.85)),
    share('given a type, of those that have one', evaluation.coverage, atLeast(0.8)),
    share('left without a type, of texts that ask for nothing', evaluation.abstention),
    ...[...evaluation.precision].map(([type, precision]) => share(`precision of ${type}`, precision)),
    share('language right', evaluation.language, atLeast(0.9)),
    share('complexity right', evaluation.complexity),
    share('time sensitivity right', evaluation.timeSensitivity),
    share('time sensitivity right, of what gets old', evaluation.timeSensitivityOfOld),
    share('expected calibration error', evaluation.calibrationError, atMost(0.1)),
  ];
}

async function showTables(evaluation: Evaluation): Promise<void> {
  const section = classifyMarkdown(evaluation);
  const root = findRoot(import.meta.dirname);
  const fitted = refit(readQuestions('dev').filter(({ part }) => part === 'calibration'));
  console.log(`\n${section}\n\nCalibration, fitted again: ${JSON.stringify(fitted)}\n`);
  if (process.env['WRITE_DOCS'] !== '1') return;
  const guide = join(root, GUIDE);
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(guide, withSection(await readFile(guide, 'utf8'), date, section));
  console.log(`Written to ${GUIDE}.`);
}

function classifySuite() {
  let evaluation: Evaluation | undefined;
  return defineSuite({
    name: 'classify',
    purpose: 'Are the rules right about questions they were not written on, and what does one cost?',
    setup: async () => {
      const questions = readQuestions('test');
      evaluation = evaluate(questions);
      await showTables(evaluation);
      return questions.map(({ text }) => text);
    },
    measurements: (texts) => ({
      cost: micro({ question: classifyAll(texts), quarterMegabyte: classifyAll([LONG]) }),
    }),
    rows: ({ cost }) => [
      ...(evaluation ? qualityRows(evaluation) : []),
      row({ name: 'one question', value: cost.question.nsPerOp, unit: 'ns', goal: atMost(20_000) }),
      row({
        name: 'one text of a quarter of a megabyte',
        value: cost.quarterMegabyte.nsPerOp,
        unit: 'ns',
        goal: noGoal(),
      }),
    ],
  });
}

export const suite = classifySuite();
