import { probabilityOf } from './calibration.policy.js';
import type { Classification } from './classification.js';
import { DEFAULT_CLASSIFICATION, type ResolvedRules } from './classification.options.js';
import { complexityOf } from './complexity.policy.js';
import { readCues, type CueReading } from './cue-reading.policy.js';
import { collectEvidence, reasonsOf, type Evidence } from './evidence.policy.js';
import { ABSTAINED } from './query-type.js';
import { readText, type TextReading } from './text-reading.policy.js';
import { timeSensitivityOf } from './time-sensitivity.policy.js';

/** What speaks for "none of the types" in any text: a weak hint alone is no answer. */
const DOUBT = 1;
/** The same in what looks like a statement: who asks for nothing may still name a poem or a python. */
const DOUBT_OF_STATEMENTS = 3;
const SOME_SMALL_TALK = 0.25;

const NOTHING: Evidence = { type: ABSTAINED, weight: 0, rules: [] };

/** What the rules see in a question, before it is cut into a decision. */
export interface RuleGuess {
  /** The type with the most evidence; `unknown` without any. */
  readonly type: string;
  /** How far its evidence is ahead of that of the next type and of the doubt; 0 or less is no guess. */
  readonly lead: number;
}

/** The best guess of the rules, however weak: for those who calibrate rules of their own. */
export function guessByRules(query: string, rules: ResolvedRules = DEFAULT_CLASSIFICATION): RuleGuess {
  const reading = readText(query);
  const cueReading = readCues(reading);
  const { best, lead } = leader(
    collectEvidence(query, reading, cueReading, rules.rules),
    doubtOf(reading, cueReading),
  );
  return { type: best.type, lead };
}

/**
 * Decides the kind of a question by rules alone: pure, without a model, in microseconds, in time linear to a bounded
 * part of the text.
 */
export function classifyByRules(
  query: string,
  rules: ResolvedRules = DEFAULT_CLASSIFICATION,
): Classification {
  const reading = readText(query);
  const cueReading = readCues(reading);
  const { best, lead } = leader(
    collectEvidence(query, reading, cueReading, rules.rules),
    doubtOf(reading, cueReading),
  );
  const confidence = probabilityOf(lead);
  const queryType = confidence > 0 && confidence >= rules.abstainBelow ? best.type : ABSTAINED;
  return {
    queryType,
    confidence,
    why: reasonsOf(best),
    // An unsure guess still says more about the effort than no guess.
    ...weighAs(best.type, reading, cueReading),
    language: cueReading.language,
    stage: 'rules',
  };
}

type Weight = Pick<Classification, 'complexity' | 'complexityScore' | 'timeSensitivity'>;

/** The effort and the lifetime of an answer, given the type of the question. */
export function weighAs(type: string, reading: TextReading, cueReading: CueReading): Weight {
  return {
    ...complexityOf(type, cueReading, reading),
    timeSensitivity: timeSensitivityOf(type, cueReading.cues),
  };
}

/** The type with the most evidence, and how far it is ahead of the next one and of the doubt. */
export function leader(
  evidence: readonly Evidence[],
  doubt: number,
): { readonly best: Evidence; readonly lead: number } {
  let best = NOTHING;
  let second = 0;
  for (const each of evidence) {
    if (each.weight > best.weight) {
      second = best.weight;
      best = each;
    } else if (each.weight > second) second = each.weight;
  }
  return { best, lead: best.weight - Math.max(second, doubt) };
}

function doubtOf({ text }: TextReading, { cues, smallTalk }: CueReading): number {
  const statement =
    cues.has('states something') &&
    smallTalk < SOME_SMALL_TALK &&
    /[.。]\s{0,20}$/.test(text) &&
    !/[?？؟]/.test(text);
  return statement ? DOUBT_OF_STATEMENTS : DOUBT;
}
