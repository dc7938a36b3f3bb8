import { expect, it } from 'vitest';
import { finding, type Finding, type FindingParts } from '../findings/finding.js';
import type { FindingId } from '../findings/finding-catalogue.js';
import { summarize } from '../findings/summarize.policy.js';
import { exitCodeOf } from './exit-code.policy.js';

const one = (id: FindingId, status: NonNullable<FindingParts['status']>, ms?: number): Finding => ({
  ...finding(id, { subject: id, problem: 'p', action: 'a', status }),
  ...(ms === undefined ? {} : { ms }),
});

const pass = one('CFG-ENV-000', 'pass');
const answered = one('CFG-REACH-000', 'pass', 3);
const silent = one('CFG-REACH-004', 'unknown', 3_000);
const warning = one('CFG-PERF-001', 'fail');
const critical = one('CFG-ENV-001', 'fail');
const thrown = one('CFG-ENV-004', 'unknown');
const accepted = one('CFG-ENV-001', 'skipped');

it.each([
  ['nothing', [], 0, 0],
  ['what passes', [pass, answered], 0, 0],
  ['what is accepted', [accepted], 0, 0],
  ['a warning', [pass, warning], 0, 4],
  ['something critical', [warning, critical, silent], 3, 3],
  ['a rule that throws, for which the boot is refused too', [thrown], 3, 3],
  ['one answer beside silence', [answered, silent], 0, 4],
  ['nothing but silence', [pass, silent, { ...silent, subject: 'other' }], 5, 5],
  ['silence and a warning', [silent, warning], 5, 5],
] as const)('%s', (_, findings, asUsual, withWarnings) => {
  const result = summarize(findings);
  expect([exitCodeOf(result, 'critical'), exitCodeOf(result, 'warning')]).toEqual([asUsual, withWarnings]);
});
