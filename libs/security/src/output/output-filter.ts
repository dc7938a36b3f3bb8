import { InvalidOptionError } from '@hydrogenai/common';
import { createHash } from 'node:crypto';
import type { Masker } from '../masking/masker.js';
import { replaceSpans, type Span } from '../masking/span.js';
import type { SecretPattern } from '../patterns/secret-pattern.js';
import { FindingCounts, type OutputFinding, type OutputKind } from './finding-counts.js';
import { OUTPUT_KINDS, outputRules, type OutputRules } from './output-rules.js';
import { KNOWN_SECRET, OutputStream } from './output-stream.js';

export interface OutputFilterOptions {
  /** The application's masker, whose secrets are looked for in every spelling. Default: none. */
  readonly secrets?: Masker;
  /** What is looked for. Default: all of `'secret'`, `'pii'`, `'script'`. */
  readonly kinds?: readonly OutputKind[];
  /** What secrets look like. Default: those of `SECRET_PATTERNS` that hardly ever take anything else for one. */
  readonly secretPatterns?: readonly SecretPattern[];
}

export interface OutputCheck {
  readonly clean: boolean;
  readonly findings: readonly OutputFinding[];
}

export interface FilteredOutput extends OutputCheck {
  readonly text: string;
}

/** Raised when the same rules would give another text. */
const FORMAT = 1;

/**
 * Takes secrets and personal data out of answers, and makes script in them inert text, before they are cached, logged or
 * shown. Looks at texts as a whole and as streams, with the same result.
 * @throws InvalidOptionError for kinds that do not exist, or none.
 */
export class OutputFilter {
  readonly #rules: OutputRules;
  readonly #definition: string;

  constructor(options: OutputFilterOptions = {}) {
    const kinds = OUTPUT_KINDS.filter((kind) => (options.kinds ?? OUTPUT_KINDS).includes(kind));
    const named = options.kinds ?? OUTPUT_KINDS;
    if (kinds.length === 0 || kinds.length !== new Set(named).size)
      throw new InvalidOptionError({
        field: 'kinds',
        accepted: `one or more of ${OUTPUT_KINDS.map((kind) => `'${kind}'`).join(', ')}`,
        received: named,
      });
    this.#rules = outputRules(kinds, options.secretPatterns, options.secrets?.known);
    this.#definition = this.#rules.sets
      .flatMap(({ kind, patterns }) => patterns.rules.map(({ definition }) => `${kind} ${definition}`))
      .join('\n');
  }

  /**
   * Changes with the rules and with the number of known secrets, and tells nothing of their values: a part of the key under
   * which filtered answers are cached.
   */
  get version(): string {
    const hash = createHash('sha256').update(
      `${FORMAT}\n${this.#rules.known?.size ?? 0}\n${this.#definition}`,
    );
    return hash.digest('hex').slice(0, 12);
  }

  check(text: string): OutputCheck {
    const { findings } = this.#look(text);
    return { clean: findings.length === 0, findings };
  }

  filter(text: string): FilteredOutput {
    const { spans, findings } = this.#look(text);
    return { text: replaceSpans(text, spans), clean: findings.length === 0, findings };
  }

  /** A stream is for one answer. */
  stream(): OutputStream {
    return new OutputStream(this.#rules);
  }

  #look(text: string): { readonly spans: readonly Span[]; readonly findings: readonly OutputFinding[] } {
    const counts = new FindingCounts();
    const spans = this.#rules.known?.spans(text) ?? [];
    for (let count = 0; count < spans.length; count++) counts.add('secret', KNOWN_SECRET);
    for (const { kind, patterns } of this.#rules.sets) {
      patterns.spans(text, (rule, span) => {
        counts.add(kind, rule.id);
        spans.push(span);
      });
    }
    return { spans, findings: counts.list() };
  }
}
