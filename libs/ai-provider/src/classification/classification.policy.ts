import { QUERY_RULES, type QueryType } from './query-rules.js';

export interface Classification {
  /** `unknown` when no rule speaks clearly: the classifier abstains rather than guesses. */
  readonly queryType: QueryType | 'unknown';
  /** 0 to 1: the share of the winning type in all the evidence. */
  readonly confidence: number;
  /** Names of the rules that spoke for the type. */
  readonly why: readonly string[];
}

/** Longer texts are judged by their beginning and their end, where questions are. */
const READ_CHARACTERS = 2_000;

/** Up to this share of the evidence, which includes a tie, the classifier abstains. */
const LARGEST_DOUBT = 0.5;

/** Decides the kind of a question by rules alone: pure, without a model, in time linear to at most 4,000 characters. */
export function classifyByRules(query: string): Classification {
  const text =
    query.length <= 2 * READ_CHARACTERS
      ? query
      : `${query.slice(0, READ_CHARACTERS)}\n${query.slice(-READ_CHARACTERS)}`;
  const evidence = new Map<QueryType, { weight: number; why: string[] }>();
  let total = 0;
  for (const { name, type, weight, pattern } of QUERY_RULES) {
    if (!pattern.test(text)) continue;
    const found = evidence.get(type) ?? { weight: 0, why: [] };
    found.weight += weight;
    found.why.push(name);
    evidence.set(type, found);
    total += weight;
  }
  const [winner] = [...evidence].toSorted(([, left], [, right]) => right.weight - left.weight);
  if (!winner) return { queryType: 'unknown', confidence: 0, why: [] };
  const [queryType, { weight, why }] = winner;
  const confidence = Math.round((weight / total) * 100) / 100;
  return confidence <= LARGEST_DOUBT
    ? { queryType: 'unknown', confidence, why }
    : { queryType, confidence, why };
}
