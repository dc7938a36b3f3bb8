import type { Catalogue } from './catalogue-entry.js';

/** What accepted findings can come to. */
export const EXCEPTION_FINDINGS = {
  'CFG-IGN-001': { severity: 'warning', when: 'an exception has ended and its finding is still there' },
} as const satisfies Catalogue;
