import type { KnownValues } from '../masking/known-values.js';
import { PatternSet } from '../patterns/pattern-set.js';
import { PII_PATTERNS } from '../patterns/pii.patterns.js';
import type { SecretPattern } from '../patterns/secret-pattern.js';
import { SECRET_PATTERNS } from '../patterns/secret-patterns.js';
import type { OutputKind } from './finding-counts.js';
import { SCRIPT_PATTERNS } from './script.patterns.js';

/** Rules that also find what only looks like a secret would damage ordinary answers. */
const RULES: Readonly<Record<OutputKind, readonly SecretPattern[]>> = {
  secret: SECRET_PATTERNS.filter(({ confidence = 'high' }) => confidence === 'high'),
  pii: PII_PATTERNS,
  script: SCRIPT_PATTERNS,
};

export const OUTPUT_KINDS = ['secret', 'pii', 'script'] as const satisfies readonly OutputKind[];

/** What an output filter looks for. */
export interface OutputRules {
  readonly known: KnownValues | undefined;
  readonly sets: readonly { readonly kind: OutputKind; readonly patterns: PatternSet }[];
}

export function outputRules(
  kinds: readonly OutputKind[],
  secretPatterns: readonly SecretPattern[] | undefined,
  known: KnownValues | undefined,
): OutputRules {
  const patternsOf = (kind: OutputKind): readonly SecretPattern[] =>
    kind === 'secret' ? (secretPatterns ?? RULES.secret) : RULES[kind];
  return {
    known: kinds.includes('secret') ? known : undefined,
    sets: kinds.map((kind) => ({ kind, patterns: new PatternSet(patternsOf(kind)) })),
  };
}
