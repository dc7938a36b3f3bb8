export type FindingSeverity = 'critical' | 'warning' | 'recommendation';

interface CatalogueEntry {
  /** How much a finding of this kind weighs when it does not pass. */
  readonly severity: FindingSeverity;
  /** When it is reported, for people who look an id up. */
  readonly when: string;
}

/** Every kind of finding. An id never changes its meaning and is never used again. */
export const FINDING_CATALOGUE = {
  'CFG-ENV-000': { severity: 'recommendation', when: 'the variable is in order, or optional and not set' },
  'CFG-ENV-001': { severity: 'critical', when: 'a required variable is not set, or blank' },
  'CFG-ENV-002': { severity: 'critical', when: 'the value cannot be read as the declared type' },
  'CFG-ENV-003': { severity: 'critical', when: 'the value, or the default, breaks a rule of the schema' },
  'CFG-ENV-004': { severity: 'critical', when: 'a rule threw or is asynchronous, so nothing is known' },
  'CFG-ENV-005': { severity: 'warning', when: 'surrounding quotes were removed from the value' },
  'CFG-ENV-006': { severity: 'warning', when: 'a trailing line break was removed from the value' },
  'CFG-ENV-007': { severity: 'warning', when: 'white space around a text was removed' },
  'CFG-ENV-008': { severity: 'warning', when: 'a variable looks like a misspelt one that is not set' },
  'CFG-FILE-001': { severity: 'critical', when: 'an environment file exists and cannot be read' },
  'CFG-FILE-002': { severity: 'critical', when: 'an environment file is not UTF-8 text' },
  'CFG-FILE-003': { severity: 'warning', when: 'a line of an environment file is not NAME=value' },
  'CFG-IGN-001': { severity: 'warning', when: 'an exception has ended and its finding is still there' },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;

/** Stable id of a kind of finding. */
export type FindingId = keyof typeof FINDING_CATALOGUE;

export function isFindingId(id: string): id is FindingId {
  return Object.hasOwn(FINDING_CATALOGUE, id);
}
