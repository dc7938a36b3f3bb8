import type { Catalogue } from './catalogue-entry.js';

/** What asking the provider about a key can bring to light. The form of keys has ids between these. */
export const KEY_REACHABILITY_FINDINGS = {
  'CFG-KEY-000': { severity: 'recommendation', when: 'the provider accepts the key' },
  'CFG-KEY-002': { severity: 'critical', when: 'the provider refuses the key' },
  'CFG-KEY-005': { severity: 'warning', when: 'the account behind the key has no credit left' },
  'CFG-KEY-006': { severity: 'warning', when: 'the key is at its rate limit at this moment' },
} as const satisfies Catalogue;

/** What asking a server can bring to light. */
export const REACHABILITY_FINDINGS = {
  'CFG-REACH-000': { severity: 'recommendation', when: 'the server answers and lets us in' },
  'CFG-REACH-001': { severity: 'critical', when: 'nothing accepts connections at that host and port' },
  'CFG-REACH-002': { severity: 'critical', when: 'the host name does not exist' },
  'CFG-REACH-003': { severity: 'critical', when: 'the certificate of the server is not trusted' },
  'CFG-REACH-004': { severity: 'warning', when: 'there was no answer in time, so nothing is known' },
  'CFG-REACH-005': {
    severity: 'warning',
    when: 'the answer or the network says nothing, so nothing is known',
  },
  'CFG-REACH-006': { severity: 'critical', when: 'the address redirects to another one' },
  'CFG-REACH-007': { severity: 'critical', when: 'the server refuses user or password' },
  'CFG-REACH-008': { severity: 'critical', when: 'the database does not exist' },
  'CFG-REACH-009': { severity: 'warning', when: 'the server has no connection to spare' },
  'CFG-REACH-010': { severity: 'warning', when: 'the server is starting, stopping or loading its data' },
  'CFG-REACH-011': { severity: 'critical', when: 'the server is a replica that refuses writes' },
  'CFG-REACH-012': { severity: 'warning', when: 'the server answers slowly' },
  'CFG-REACH-013': { severity: 'critical', when: 'one side speaks TLS and the other does not' },
  'CFG-REACH-014': { severity: 'critical', when: 'the user may not do what is needed' },
  'CFG-REACH-015': { severity: 'critical', when: 'the server is not of the kind that the variable says' },
  'CFG-REACH-016': { severity: 'critical', when: 'an HTTP answer is not the expected one' },
  'CFG-REACH-017': { severity: 'warning', when: 'a probe could not be carried out, so nothing is known' },
  'CFG-REACH-018': { severity: 'critical', when: 'a probe of your own says no' },
} as const satisfies Catalogue;
