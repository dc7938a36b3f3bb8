export type OutputKind = 'secret' | 'pii' | 'script';

/** What was found, and how often. Never what it was. */
export interface OutputFinding {
  readonly kind: OutputKind;
  /** Id of the pattern, or `known-secret`. */
  readonly rule: string;
  readonly count: number;
}

export class FindingCounts {
  readonly #counts = new Map<string, { readonly kind: OutputKind; readonly rule: string; count: number }>();

  add(kind: OutputKind, rule: string): void {
    const key = `${kind} ${rule}`;
    const known = this.#counts.get(key) ?? { kind, rule, count: 0 };
    known.count += 1;
    this.#counts.set(key, known);
  }

  /** By kind and rule, so that the order does not tell where in the text something was. */
  list(): readonly OutputFinding[] {
    return [...this.#counts.entries()]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, finding]) => ({ ...finding }));
  }
}
