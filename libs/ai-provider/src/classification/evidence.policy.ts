import { CUES, type Cue } from './cues.js';
import type { CueReading } from './cue-reading.policy.js';
import type { OwnRule } from './classification.options.js';
import { STRUCTURE_RULES } from './structure-rules.js';
import { edges, type TextReading } from './text-reading.policy.js';

/** A rule that spoke, and how much it counted. */
export interface SpokenRule {
  readonly name: string;
  readonly weight: number;
}

export interface Evidence {
  readonly type: string;
  readonly weight: number;
  readonly rules: readonly SpokenRule[];
}

/** Rules that need more than one word or pattern to be seen. */
const SMALL_TALK_RULE = { name: 'little but small talk', type: 'conversational', most: 5 };
const FOREIGN_RULE = { name: 'two scripts', type: 'translation', weight: 2 };
const MEANING_RULE = { name: 'meaning in a language', type: 'translation', weight: 2 };
const NUMBERS_RULE = { name: 'quantity of given numbers', type: 'math', weight: 1.5 };
const SHORT_CHOICE_RULE = { name: 'this or that', type: 'comparison', weight: 1 };

/** What each further phrase of a cue adds to its weight, and how many do. */
const ANOTHER_PHRASE = 0.25;
const MOST_OTHER_PHRASES = 2;

/** Of longer texts with a greeting something else is wanted. */
const LONGEST_SMALL_TALK_WORDS = 25;
const SHORT_CHOICE_WORDS = 12;
const FOREIGN_LETTERS = 2;
/** Patterns of applications may be worse than linear, so they see less. */
const READ_CHARACTERS_OF_OWN_RULES = 500;

/** What speaks for each type, in no order. */
export function collectEvidence(
  query: string,
  reading: TextReading,
  cueReading: CueReading,
  ownRules: readonly OwnRule[],
): Evidence[] {
  const found = new Map<string, { type: string; weight: number; rules: SpokenRule[] }>();
  const add = (type: string, weight: number, name: string): void => {
    const known = found.get(type);
    if (known) {
      known.weight += weight;
      known.rules.push({ name, weight });
    } else found.set(type, { type, weight, rules: [{ name, weight }] });
  };
  for (const [name, phrases] of cueReading.cues) {
    const { type, weight }: Cue = CUES[name];
    if (type === undefined) continue;
    add(type, weight * (1 + ANOTHER_PHRASE * Math.min(MOST_OTHER_PHRASES, phrases - 1)), name);
  }
  for (const { name, type, weight, pattern } of STRUCTURE_RULES) {
    if (pattern.test(reading.text)) add(type, weight, name);
  }
  const { cues, smallTalk, wordCount } = cueReading;
  if (wordCount <= LONGEST_SMALL_TALK_WORDS && smallTalk > 0) {
    add(SMALL_TALK_RULE.type, SMALL_TALK_RULE.most * smallTalk, SMALL_TALK_RULE.name);
  }
  if (hasForeignScript(reading)) add(FOREIGN_RULE.type, FOREIGN_RULE.weight, FOREIGN_RULE.name);
  if (cues.has('asks for a definition') && cues.has('names a target language')) {
    add(MEANING_RULE.type, MEANING_RULE.weight, MEANING_RULE.name);
  }
  if (reading.numbers >= 2 && cues.has('asks for a quantity')) {
    add(NUMBERS_RULE.type, NUMBERS_RULE.weight, NUMBERS_RULE.name);
  }
  if (cues.has('offers a choice') && wordCount <= SHORT_CHOICE_WORDS) {
    add(SHORT_CHOICE_RULE.type, SHORT_CHOICE_RULE.weight, SHORT_CHOICE_RULE.name);
  }
  if (ownRules.length > 0) {
    const text = edges(query, READ_CHARACTERS_OF_OWN_RULES);
    for (const { name, type, weight, pattern } of ownRules) if (pattern.test(text)) add(type, weight, name);
  }
  return [...found.values()];
}

/** The names of the rules, the strongest first. */
export function reasonsOf({ rules }: Evidence): readonly string[] {
  return rules.toSorted((left, right) => right.weight - left.weight).map(({ name }) => name);
}

function hasForeignScript({ scripts }: TextReading): boolean {
  const latin = scripts.get('latin') ?? 0;
  if (latin === 0) return false;
  let others = 0;
  for (const [script, letters] of scripts) if (script !== 'latin') others += letters;
  return others >= FOREIGN_LETTERS && latin > 2 * others;
}
