import type { Catalogue } from './catalogue-entry.js';

/** What values of a known form can have, before anybody is asked. */
export const VALUE_FINDINGS = {
  'CFG-KEY-001': { severity: 'warning', when: 'a key does not have the form of its provider’s keys' },
  'CFG-KEY-003': { severity: 'critical', when: 'a key is one of another provider' },
  'CFG-KEY-004': { severity: 'critical', when: 'a key is a placeholder that was never replaced' },
  'CFG-URL-001': { severity: 'critical', when: 'a part of a connection string is missing or wrong' },
  'CFG-ADV-001': { severity: 'recommendation', when: 'the schema advises against an accepted value' },
  'CFG-ADV-002': { severity: 'recommendation', when: 'an advice threw, so nothing is known' },
} as const satisfies Catalogue;
