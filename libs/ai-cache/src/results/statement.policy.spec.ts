import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeStatement } from './statement.policy.js';

describe('one spelling for a statement', () => {
  it('ignores how it is laid out', () => {
    expect(normalizeStatement("\n  SELECT  a,\t b\r\n FROM t\n WHERE x = $1 AND y = 'p  q' ")).toBe(
      "SELECT a, b FROM t WHERE x = $1 AND y = 'p  q'",
    );
  });

  it.each([
    ["SELECT 'a  b'", "SELECT 'a b'"],
    ['SELECT "a  b" FROM t', 'SELECT "a b" FROM t'],
    ['SELECT `a  b` FROM t', 'SELECT `a b` FROM t'],
    ['SELECT [a  b] FROM t', 'SELECT [a b] FROM t'],
    ["SELECT 'it''s  a'", "SELECT 'it''s a'"],
    [String.raw`SELECT 'it\'s  a'`, String.raw`SELECT 'it\'s a'`],
    ['SELECT $$a  b$$', 'SELECT $$a b$$'],
    ['SELECT $q$a  b$q$', 'SELECT $q$a b$q$'],
    ["SELECT q'{a' b  'c}' FROM dual", "SELECT q'{a' b 'c}' FROM dual"],
    ["SELECT ARRAY['a]  b']", "SELECT ARRAY['a] b']"],
    ["SELECT 'open  a", "SELECT 'open a"],
    ['SELECT 1 -- one\n, 2', 'SELECT 1 -- one , 2'],
    ['SELECT 1 # one\n, 2', 'SELECT 1 # one , 2'],
    ["SELECT 1 /* it's */  , 'a'", "SELECT 1 /* it's */ , 'a'"],
    ['db.t.find({ a: /x  y/ })', 'db.t.find({ a: /x y/ })'],
    ['SELECT A FROM t', 'SELECT a FROM t'],
    ['SELECT 12', 'SELECT 1 2'],
    ["SELECT 'a' 'b'", "SELECT 'a''b'"],
  ])('keeps %j and %j apart', (left, right) => {
    expect(normalizeStatement(left)).not.toBe(normalizeStatement(right));
  });

  it('changes white space alone, and none that is quoted', () => {
    const words = fc.constantFrom('a', "'x  y'", '"  "', '`b\tb`', '[c  c]', '$1', ',', '=', "''");
    const gap = fc.stringMatching(/^[ \t\n]+$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(words, gap, gap), { minLength: 1 }), (parts) => {
        const one = parts.map(([word, space]) => word + space).join('');
        const other = parts.map(([word, , space]) => space + word).join('');
        const expected = parts.map(([word]) => word).join(' ');
        expect([normalizeStatement(one), normalizeStatement(other)]).toEqual([expected, expected]);
      }),
    );
  });
});
