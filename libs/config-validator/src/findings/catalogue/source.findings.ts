import type { Catalogue } from './catalogue-entry.js';

/** What the files that variables come from can have. */
export const SOURCE_FINDINGS = {
  'CFG-FILE-001': { severity: 'critical', when: 'an environment file exists and cannot be read' },
  'CFG-FILE-002': { severity: 'critical', when: 'an environment file is not UTF-8 text' },
  'CFG-FILE-003': { severity: 'warning', when: 'a line of an environment file is not NAME=value' },
  'CFG-FILE-004': {
    severity: 'recommendation',
    when: 'the process environment overrides another value in a file',
  },
  'CFG-FILE-005': { severity: 'warning', when: 'an environment file has one name more than once' },
} as const satisfies Catalogue;
