export const QUERY_TYPES = [
  'factual',
  'analytical',
  'comparison',
  'code',
  'math',
  'creative',
  'summarisation',
  'translation',
  'conversational',
] as const;

export type QueryType = (typeof QUERY_TYPES)[number];

export interface QueryRule {
  readonly name: string;
  readonly type: QueryType;
  /** How strongly it speaks for the type, beside the others. */
  readonly weight: number;
  /** Without nested or overlapping quantifiers, so that matching is linear. */
  readonly pattern: RegExp;
}

export const QUERY_RULES: readonly QueryRule[] = [
  {
    name: 'greeting or thanks',
    type: 'conversational',
    weight: 3,
    pattern:
      /^\s*(?:hi|hello|hey|thanks|thank you|good (?:morning|afternoon|evening))\b(?:[\s!.,]+(?:there|you|all)\b)?[\s!.,]*$/i,
  },
  {
    name: 'code fence',
    type: 'code',
    weight: 4,
    pattern: /```|^[ \t]*(?:import|def|class|function|const|SELECT|#include)\s/m,
  },
  {
    name: 'programming word',
    type: 'code',
    weight: 2,
    pattern:
      /\b(?:typescript|javascript|python|sql|regex|stack trace|compile|refactor|unit test|function that|bug in|api endpoint)\b/i,
  },
  { name: 'arithmetic', type: 'math', weight: 3, pattern: /\d\s*[-+*/^×÷]\s*\d/ },
  {
    name: 'mathematical word',
    type: 'math',
    weight: 2,
    pattern:
      /\b(?:calculate|compute|solve|equation|derivative|integral|percent(?:age)? of|square root|probability)\b/i,
  },
  {
    name: 'translation',
    type: 'translation',
    weight: 4,
    pattern:
      /\btranslate\b|\b(?:in|into|to) (?:english|german|french|spanish|italian|portuguese|dutch|polish|chinese|japanese|korean|arabic|russian)[\s?.!]*$/i,
  },
  {
    name: 'summary',
    type: 'summarisation',
    weight: 4,
    pattern: /\b(?:summari[sz]e|summary of|tl;?dr|key points|in (?:one|two|three) sentences?)\b/i,
  },
  {
    name: 'writing task',
    type: 'creative',
    weight: 3,
    pattern:
      /\b(?:write|compose|draft|invent|imagine)\b.{0,40}\b(?:poem|story|song|slogan|e-?mail|letter|speech|tweet|haiku|joke)\b/i,
  },
  {
    name: 'comparison',
    type: 'comparison',
    weight: 3,
    pattern: /\b(?:compare|versus|vs\.?|difference between|better than|pros and cons|or rather)\b/i,
  },
  {
    name: 'analysis',
    type: 'analytical',
    weight: 2,
    pattern:
      /\b(?:analy[sz]e|analysis|trends?|evaluate|assess|root cause|implications?|forecast|correlat\w{1,6})\b/i,
  },
  {
    name: 'asks for reasons',
    type: 'analytical',
    weight: 2,
    pattern: /^\s*(?:why|how come)\b|\bexplain (?:why|how)\b/i,
  },
  {
    name: 'question word',
    type: 'factual',
    // Every kind of question begins with one: it decides only where nothing else speaks.
    weight: 1,
    pattern: /^\s*(?:who|what|when|where|which|whose|how (?:many|much|old|far|long|tall|big))\b/i,
  },
  {
    name: 'definition',
    type: 'factual',
    weight: 2,
    pattern: /\b(?:define|definition of|meaning of)\b/i,
  },
];
