import type { Catalogue } from './catalogue-entry.js';

/** What settings can be together, each of them in order by itself. */
export const PERFORMANCE_FINDINGS = {
  'CFG-PERF-000': { severity: 'recommendation', when: 'settings fit together, or one of them is not known' },
  'CFG-PERF-001': { severity: 'warning', when: 'a deadline is longer than the load balancer waits' },
  'CFG-PERF-002': { severity: 'warning', when: 'one attempt may take longer than the whole request' },
  'CFG-PERF-003': { severity: 'warning', when: 'all pools together exceed the connections of the database' },
  'CFG-PERF-004': { severity: 'critical', when: 'answers are kept longer than is allowed' },
  'CFG-PERF-005': { severity: 'critical', when: 'the budget is zero, so nothing can be asked' },
  'CFG-PERF-006': { severity: 'warning', when: 'the cache may fill more than half of the memory' },
  'CFG-PERF-007': { severity: 'warning', when: 'Redis has no limit of memory and holds a cache' },
  'CFG-PERF-008': { severity: 'warning', when: 'Redis evicts nothing, so that a full cache refuses writes' },
  'CFG-PERF-009': { severity: 'warning', when: 'our limit lets more through than the provider allows' },
  'CFG-PERF-010': { severity: 'warning', when: 'stale answers are served longer than answers may be kept' },
  'CFG-PERF-011': { severity: 'warning', when: 'a health check may take longer than until the next one' },
  'CFG-PERF-012': { severity: 'recommendation', when: 'there is no time for all attempts of a request' },
  'CFG-PERF-013': {
    severity: 'warning',
    when: 'the server closes idle connections before the load balancer',
  },
  'CFG-PERF-014': { severity: 'warning', when: 'the process is killed before its requests are answered' },
  'CFG-PERF-015': {
    severity: 'warning',
    when: 'waiting for the cache may take longer than asking the model',
  },
  'CFG-PERF-016': { severity: 'recommendation', when: 'Redis is older than what its makers maintain' },
  'CFG-PERF-017': {
    severity: 'warning',
    when: 'settings break a rule of your own, or it could not be evaluated',
  },
} as const satisfies Catalogue;
