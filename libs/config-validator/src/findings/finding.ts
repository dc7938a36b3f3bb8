import { FINDING_CATALOGUE, type FindingId, type FindingSeverity } from './finding-catalogue.js';

/** `unknown` is not a pass: the check could not be made. `skipped`: it did not apply, or an exception covers it. */
export type FindingStatus = 'pass' | 'fail' | 'unknown' | 'skipped';

/** Where the value came from: the process environment, or the environment file of that name. */
export type FindingSource =
  | { readonly kind: 'environment' }
  | {
      readonly kind: 'file';
      readonly file: string;
      /** Counts from 1; absent when the finding is about the whole file. */
      readonly line?: number;
    };

/** The source for people: `.env:3`, or `the environment`. */
export function sourceText(source: FindingSource): string {
  if (source.kind === 'environment') return 'the environment';
  return source.line === undefined ? source.file : `${source.file}:${source.line}`;
}

/** What one check saw. It holds names and rules, never a value nor a part of one. */
export interface Finding {
  /** Stable id; the catalogue says what it means. */
  readonly id: FindingId;
  readonly severity: FindingSeverity;
  readonly status: FindingStatus;
  /** Name of the variable, or of the environment file. */
  readonly subject: string;
  /** What is the matter, a sentence. */
  readonly problem: string;
  /** What to do about it, a sentence. */
  readonly action: string;
  /** The page that says more, as a path inside of this package. */
  readonly docs?: string;
  /** Where the value came from; absent when there is none or the default applies. */
  readonly source?: FindingSource;
  /** How long the check took, in ms, for checks that wait for something. */
  readonly ms?: number;
}

export interface FindingParts {
  readonly subject: string;
  readonly problem: string;
  readonly action: string;
  readonly source?: FindingSource | undefined;
  /** Default: `fail`. */
  readonly status?: FindingStatus;
}

/** A finding whose severity is the catalogue's. */
export function finding(id: FindingId, { source, status = 'fail', ...texts }: FindingParts): Finding {
  return {
    id,
    severity: FINDING_CATALOGUE[id].severity,
    status,
    ...texts,
    docs: `docs/findings/${id}.md`,
    ...(source === undefined ? {} : { source }),
  };
}

/** Whether something is left to do about it: it failed, or nothing is known. */
export function isOpen({ status }: Finding): boolean {
  return status === 'fail' || status === 'unknown';
}
