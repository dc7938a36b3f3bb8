import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyExceptions } from './exceptions.policy.js';
import { finding, type FindingStatus } from './finding.js';
import { FINDING_CATALOGUE, isFindingId, type FindingId } from './finding-catalogue.js';
import { summarize } from './summarize.policy.js';

const make = (id: FindingId, status: FindingStatus = 'fail', subject = 'KEY') =>
  finding(id, { subject, status, problem: 'p', action: 'a' });

describe('a result', () => {
  it.each([
    ['healthy', [make('CFG-ENV-000', 'pass'), make('CFG-ENV-001', 'skipped')]],
    ['degraded', [make('CFG-ENV-005'), make('CFG-ENV-000', 'pass')]],
    ['unknown', [make('CFG-ENV-005'), make('CFG-ENV-004', 'unknown')]],
    ['unhealthy', [make('CFG-ENV-004', 'unknown'), make('CFG-ENV-001')]],
    ['healthy', []],
  ])('is %s by its worst open finding', (health, findings) => {
    expect(summarize(findings).health).toBe(health);
  });

  it('takes a critical check that could not be made for an error, never for a pass', () => {
    const result = summarize([make('CFG-ENV-004', 'unknown')]);
    expect(result).toMatchObject({ isValid: false, errors: [{ id: 'CFG-ENV-004' }] });
  });

  it('sorts by severity and keeps what two schemas say alike once', () => {
    const result = summarize([
      make('CFG-ENV-001'),
      make('CFG-ENV-001'),
      make('CFG-ENV-005'),
      make('CFG-ENV-000', 'pass'),
    ]);
    expect(result.errors).toHaveLength(1);
    expect(result.warnings).toHaveLength(1);
    expect(result.recommendations).toHaveLength(0);
    expect(result.findings).toHaveLength(3);
    expect(result.isValid).toBe(false);
  });
});

describe('exceptions', () => {
  const failed = make('CFG-ENV-001');
  const exception = { id: 'CFG-ENV-001', until: '2027-01-31', reason: 'r' } as const;
  const statuses = (exceptions: Parameters<typeof applyExceptions>[1], today: string) =>
    applyExceptions([failed], exceptions, today).map(({ id, status }) => `${id} ${status}`);

  it('hold to the end of their last day', () => {
    expect(statuses([exception], '2027-01-31')).toEqual(['CFG-ENV-001 skipped']);
  });

  it('end after it, and a warning says so', () => {
    expect(statuses([exception], '2027-02-01')).toEqual(['CFG-ENV-001 fail', 'CFG-IGN-001 fail']);
  });

  it('hold for their subject and their id only', () => {
    expect(statuses([{ ...exception, subject: 'OTHER' }], '2027-01-01')).toEqual(['CFG-ENV-001 fail']);
    expect(statuses([{ ...exception, subject: 'KEY' }], '2027-01-01')).toEqual(['CFG-ENV-001 skipped']);
    expect(statuses([{ ...exception, id: 'CFG-ENV-002' }], '2027-01-01')).toEqual(['CFG-ENV-001 fail']);
  });

  it('do not touch what passed', () => {
    const passed = make('CFG-ENV-000', 'pass');
    expect(applyExceptions([passed], [{ ...exception, id: 'CFG-ENV-000' }], '2028-01-01')).toEqual([passed]);
  });
});

it('ids are those of the catalogue', () => {
  expect(isFindingId('CFG-ENV-001')).toBe(true);
  expect(isFindingId('toString')).toBe(false);
});

it('the README lists the catalogue', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = readme.matchAll(/^\| `(?<id>CFG-\S+)`\s*\| (?<severity>\w+)\s*\| (?<when>.*?)\s*\|$/gm);
  const listed = [...rows].map(({ groups }) => [
    groups?.['id'],
    { severity: groups?.['severity'], when: groups?.['when'] },
  ]);
  expect(Object.fromEntries(listed)).toEqual(FINDING_CATALOGUE);
});
