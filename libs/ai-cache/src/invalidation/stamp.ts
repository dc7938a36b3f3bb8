/** A position in the log of a tenant: every invalidation up to `n` has been seen, none after it. */
export interface Stamp {
  /**
   * The life of the log: up to 16 digits, made anew when Redis has lost the log. Positions of different lives cannot be
   * compared, so what was stored in another life is not served.
   */
  readonly life: string;
  readonly n: number;
}

/** What may follow from comparing an answer with the log. */
export type Verdict =
  /** Nothing that it depends on was invalidated up to this position. */
  | { readonly kind: 'current'; readonly stamp: Stamp }
  | { readonly kind: 'outdated' }
  /** The log could not be asked. */
  | { readonly kind: 'unknown' };

export const OUTDATED: Verdict = { kind: 'outdated' };
export const UNKNOWN: Verdict = { kind: 'unknown' };
