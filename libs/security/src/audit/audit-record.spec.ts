import { describe, expect, it } from 'vitest';
import { lineOf, recordOf, type AuditRecord } from './audit-record.js';

const record: AuditRecord = {
  id: 7,
  at: '2026-01-01T00:00:00.000Z',
  actor: '~a',
  action: 'cache:read',
  resource: 'Cache.read',
  tenant: null,
  decision: 'allowed',
  reason: 'granted',
  correlationId: null,
  previousHash: 'k:p',
  hash: 'k:h',
};
const line = lineOf(record);

describe('a line of the trail', () => {
  it('is the record again', () => {
    expect(recordOf(line)).toEqual(record);
    expect(lineOf({ ...record, extra: 'canary' } as AuditRecord)).toBe(line);
  });

  it.each([
    ['with spaces', ` ${line}`],
    ['with another field', line.replace('"actor"', '"canary":1,"actor"')],
    ['in another order', JSON.stringify(Object.fromEntries(Object.entries(record).toReversed()))],
    ['with an escape', line.replace('cache', String.raw`\u0063ache`)],
    ['with a field twice', line.replace('"tenant":null', '"tenant":"x","tenant":null')],
    ['with a number that is written otherwise', line.replace('"id":7', '"id":7.0')],
    ['with an id that is no number', line.replace('"id":7', '"id":"7"')],
    ['without a field', line.replace('"tenant":null,', '')],
    ['with null where it cannot be', line.replace('"Cache.read"', 'null')],
    ['that is another value', '[]'],
    ['that is nothing', 'null'],
    ['cut off', line.slice(0, -1)],
  ])('%s is none', (_, other) => {
    expect(other).not.toBe(line);
    expect(recordOf(other)).toBeUndefined();
  });
});
