import { QUERY_TYPES, classifyByRules, guessByRules, type Classification } from '@hydrogenai/ai-provider';
import { fitCalibration } from './calibration-fit.js';
import { isRight, type LabelledQuestion } from './labelled-questions.js';

/** Guesses whose confidence is the same, and how many of them are right. */
export interface ReliabilityLine {
  readonly confidence: number;
  readonly guesses: number;
  readonly right: number;
}

export interface Evaluation {
  readonly questions: number;
  /** Of the answers that name a type: how many are right. Naming one for a text without a request is wrong. */
  readonly accuracy: number;
  /** Of the questions that have a type: how many were given one. */
  readonly coverage: number;
  /** Of the texts without a request: how many were given no type. */
  readonly abstention: number;
  /** Per type: of the answers that name it, how many are right. */
  readonly precision: ReadonlyMap<string, number>;
  /** Per type: of the questions of it, how many were answered with it or an alternative. */
  readonly recall: ReadonlyMap<string, number>;
  /** Label, answer, how often. */
  readonly confusion: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly reliability: readonly ReliabilityLine[];
  /** Expected calibration error: mean distance of confidence and share of right guesses, weighed by the guesses. */
  readonly calibrationError: number;
  readonly language: number;
  readonly complexity: number;
  readonly timeSensitivity: number;
  /** The same, of the questions whose answers get old only. */
  readonly timeSensitivityOfOld: number;
}

export const LABELS: readonly string[] = [...QUERY_TYPES, 'unknown'];

interface Judged {
  readonly question: LabelledQuestion;
  readonly answer: Classification;
  readonly guess: string;
}

export function evaluate(questions: readonly LabelledQuestion[]): Evaluation {
  const judged = questions.map<Judged>((question) => ({
    question,
    answer: classifyByRules(question.text),
    guess: guessByRules(question.text).type,
  }));
  const typed = judged.filter(({ question }) => question.type !== 'unknown');
  const untyped = judged.filter(({ question }) => question.type === 'unknown');
  const named = judged.filter(isNamed);
  const reliability = reliabilityOf(judged);
  const guesses = reliability.reduce((sum, line) => sum + line.guesses, 0);
  const old = judged.filter(({ question }) => question.timeSensitivity !== 'static');
  return {
    questions: judged.length,
    accuracy: shareOf(named, isRightAnswer),
    coverage: shareOf(typed, isNamed),
    abstention: shareOf(untyped, (each) => !isNamed(each)),
    precision: new Map(
      QUERY_TYPES.map((type) => [
        type,
        shareOf(
          named.filter(({ answer }) => answer.queryType === type),
          isRightAnswer,
        ),
      ]),
    ),
    recall: new Map(
      LABELS.map((type) => [
        type,
        shareOf(
          judged.filter(({ question }) => question.type === type),
          isRightAnswer,
        ),
      ]),
    ),
    confusion: confusionOf(judged),
    reliability,
    calibrationError: reliability.reduce(
      (sum, { confidence, guesses: all, right }) =>
        sum + (Math.abs(confidence - right / all) * all) / Math.max(1, guesses),
      0,
    ),
    language: shareOf(judged, ({ question, answer }) => answer.language === question.language),
    complexity: shareOf(judged, ({ question, answer }) => answer.complexity === question.complexity),
    timeSensitivity: shareOf(judged, isTimely),
    timeSensitivityOfOld: shareOf(old, isTimely),
  };
}

/** The steps from lead to confidence, fitted again. */
export function refit(questions: readonly LabelledQuestion[]): ReturnType<typeof fitCalibration> {
  const guesses = questions.map((question) => {
    const { type, lead } = guessByRules(question.text);
    return { lead, right: isRight(question, type) };
  });
  return fitCalibration(guesses.filter(({ lead }) => lead > 0));
}

function isNamed({ answer }: Judged): boolean {
  return answer.queryType !== 'unknown';
}

function isRightAnswer({ question, answer }: Judged): boolean {
  return isRight(question, answer.queryType);
}

function isTimely({ question, answer }: Judged): boolean {
  return answer.timeSensitivity === question.timeSensitivity;
}

function confusionOf(judged: readonly Judged[]): Map<string, Map<string, number>> {
  const rows = new Map(LABELS.map((label) => [label, new Map(LABELS.map((answer) => [answer, 0]))]));
  for (const { question, answer } of judged) {
    // An alternative is right, so it counts on the diagonal.
    const given = isRight(question, answer.queryType) ? question.type : answer.queryType;
    const row = rows.get(question.type);
    row?.set(given, (row.get(given) ?? 0) + 1);
  }
  return rows;
}

/** By confidence, of all guesses, also those too weak to be an answer. */
function reliabilityOf(judged: readonly Judged[]): ReliabilityLine[] {
  const lines = new Map<number, { guesses: number; right: number }>();
  for (const { question, answer, guess } of judged) {
    if (answer.confidence === 0) continue;
    const line = lines.get(answer.confidence) ?? { guesses: 0, right: 0 };
    lines.set(answer.confidence, line);
    line.guesses += 1;
    if (isRight(question, guess)) line.right += 1;
  }
  return [...lines]
    .toSorted(([left], [right]) => left - right)
    .map(([confidence, line]) => ({ confidence, ...line }));
}

function shareOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length;
}
