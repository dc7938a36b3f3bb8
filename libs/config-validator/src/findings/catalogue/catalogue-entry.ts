export type FindingSeverity = 'critical' | 'warning' | 'recommendation';

export interface CatalogueEntry {
  /** How much a finding of this kind weighs when it does not pass. */
  readonly severity: FindingSeverity;
  /** When it is reported, for people who look an id up. */
  readonly when: string;
}

/** One family of findings, by id. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;
