import type { Catalogue } from './catalogue-entry.js';

/** What a variable itself can have. */
export const ENVIRONMENT_FINDINGS = {
  'CFG-ENV-000': { severity: 'recommendation', when: 'the variable is in order, or optional and not set' },
  'CFG-ENV-001': { severity: 'critical', when: 'a required variable is not set, or blank' },
  'CFG-ENV-002': { severity: 'critical', when: 'the value cannot be read as the declared type' },
  'CFG-ENV-003': { severity: 'critical', when: 'the value, or the default, breaks a rule of the schema' },
  'CFG-ENV-004': { severity: 'critical', when: 'a rule threw or is asynchronous, so nothing is known' },
  'CFG-ENV-005': { severity: 'warning', when: 'surrounding quotes were removed from the value' },
  'CFG-ENV-006': { severity: 'warning', when: 'a trailing line break was removed from the value' },
  'CFG-ENV-007': { severity: 'warning', when: 'white space around a text was removed' },
  'CFG-ENV-008': { severity: 'warning', when: 'a variable that no schema knows looks like a misspelt one' },
  'CFG-ENV-009': { severity: 'recommendation', when: 'no schema knows a variable, so nothing reads it' },
} as const satisfies Catalogue;
