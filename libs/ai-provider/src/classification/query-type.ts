/** What a question can be, and what belongs to each; the labelled set follows the same words. */
export const QUERY_TYPES = [
  /** A fact, a definition or a known procedure that can be looked up. */
  'factual',
  /** Reasons, consequences, judgement, advice or a plan. */
  'analytical',
  /** Two or more things weighed against each other. */
  'comparison',
  /** Programs and the tools around them: to write, explain, repair or operate. */
  'code',
  /** Something to compute, solve or prove. */
  'math',
  /** New text, or a given one in another tone. */
  'creative',
  /** A given text, made shorter. */
  'summarisation',
  /** A text or word in another language. */
  'translation',
  /** Small talk, thanks, and questions about the one who answers. */
  'conversational',
] as const;

export type QueryType = (typeof QUERY_TYPES)[number];

/** What the classifier says instead of a type when it would have to guess. */
export const ABSTAINED = 'unknown';

/** A type of ours, one that the application added, or the abstention. */
export type ClassifiedType = QueryType | typeof ABSTAINED | (string & {});
