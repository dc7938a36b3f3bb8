import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedPattern, checkedPermission, covers } from './permission.policy.js';

const segment = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,5}$/);
const permission = fc.array(segment, { minLength: 1, maxLength: 4 });

describe('a pattern of permissions', () => {
  it.each([
    ['cache:read', 'cache:read', true],
    ['cache:read', 'cache:reads', false],
    ['cache:read', 'cache', false],
    ['cache', 'cache:read', false],
    ['cache:*', 'cache:read', true],
    ['cache:*', 'cache:entry:read', true],
    ['cache:*', 'cache', false],
    ['cache:*', 'caches:read', false],
    ['*:read', 'cache:read', true],
    ['*:read', 'cache:entry:read', false],
    ['cache:*:read', 'cache:entry:read', true],
    ['cache:*:read', 'cache:read', false],
    ['*', 'cache', true],
    ['*', 'cache:entry:read', true],
    ['*:*', 'cache', false],
  ])('%s, asked for %s: %s', (pattern, wanted, expected) => {
    expect(covers(pattern, wanted)).toBe(expected);
  });

  it('without wildcards covers itself and nothing else', () => {
    fc.assert(
      fc.property(permission, permission, (one, other) => {
        expect(covers(one.join(':'), other.join(':'))).toBe(one.join(':') === other.join(':'));
      }),
    );
  });

  it('with a segment replaced by * covers at least what it covered', () => {
    fc.assert(
      fc.property(permission, fc.nat(3), (segments, at) => {
        const pattern = segments.map((segment, index) => (index === at % segments.length ? '*' : segment));
        expect(checkedPattern(pattern.join(':'), 'p')).toBe(pattern.join(':'));
        expect(covers(pattern.join(':'), segments.join(':'))).toBe(true);
      }),
    );
  });

  it.each(['', 'Cache', 'cache:', ':read', 'cache:re*', 'a:b:c:d:e', 'cache read', 'x'.repeat(33), 7])(
    'is not %j',
    (wrong) => {
      expect(() => checkedPattern(wrong, 'roles.x[0]')).toThrow(/^roles\.x\[0\]: expected/);
    },
  );

  it('is no permission: what a method requires has no wildcards', () => {
    expect(() => checkedPermission('cache:*', 'p')).toThrow(/expected a permission/);
  });
});
