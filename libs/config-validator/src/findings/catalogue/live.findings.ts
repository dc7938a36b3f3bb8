import type { Catalogue } from './catalogue-entry.js';

/** What can happen while the application runs. */
export const LIVE_FINDINGS = {
  'CFG-LIVE-001': {
    severity: 'recommendation',
    when: 'a reloaded configuration was refused and the old one applies',
  },
} as const satisfies Catalogue;
