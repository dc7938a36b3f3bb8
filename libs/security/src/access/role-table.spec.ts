import type { Principal } from '@hydrogenai/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RoleTable, type Roles } from './role-table.js';

const roles: Roles = {
  operator: ['cache:*', 'providers:read'],
  auditor: ['audit:read'],
};
const who = (...roles: string[]): Principal => ({ id: 'somebody', roles });

describe('a table of roles', () => {
  const table = new RoleTable({ roles });

  it.each([
    [['operator'], 'cache:invalidate', true],
    [['operator'], 'providers:read', true],
    [['operator'], 'providers:switch', false],
    [['operator'], 'audit:read', false],
    [['auditor', 'operator'], 'audit:read', true],
    [[], 'cache:read', false],
    [['administrator'], 'cache:read', false],
    [['__proto__', 'constructor'], 'cache:read', false],
  ])('%j may %s: %s', (roles, permission, expected) => {
    expect(table.allows(who(...roles), permission)).toBe(expected);
  });

  it('is narrowed by scopes, and never widened', () => {
    const scoped = (scopes: string[]): Principal => ({ ...who('operator'), scopes });
    expect(table.allows(scoped(['cache:read']), 'cache:read')).toBe(true);
    expect(table.allows(scoped(['cache:read']), 'cache:invalidate')).toBe(false);
    expect(table.allows(scoped([]), 'cache:read')).toBe(false);
    expect(table.allows(scoped(['*']), 'audit:read')).toBe(false);
  });

  it('allows nothing that no pattern of a role covers', () => {
    const permission = fc.stringMatching(/^[a-z]{1,4}(:[a-z]{1,4}){0,2}$/);
    fc.assert(
      fc.property(permission, fc.array(fc.constantFrom('auditor', 'operator', 'nobody')), (wanted, roles) => {
        if (!table.allows(who(...roles), wanted)) return;
        expect(roles.includes('operator') ? wanted : 'none').toMatch(/^(cache:.+|providers:read)$/);
      }),
    );
  });

  it.each<[string, RegExp, unknown]>([
    ['no roles', /^access\.roles: expected an object/, {}],
    ['roles that are a list', /^access\.roles: expected/, []],
    ['a role without a list', /^access\.roles\.operator: expected a list/, { operator: 'cache:*' }],
    ['a pattern that is none', /^access\.roles\.operator\[1\]: /, { operator: ['a', 'Cache'] }],
    ['a role that is no name', /^access\.roles: expected a name/, { 'an operator': [] }],
  ])('is not made of %s', (_, message, given) => {
    // JavaScript may give anything.
    expect(() => new RoleTable({ roles: given as Roles })).toThrow(message);
  });
});

describe('a name that the table does not know', () => {
  it('is asked back at the start, with the one that was meant', () => {
    const table = new RoleTable({ roles });
    expect(() => table.checkPermission('providers:raed', '@RequiresPermission on X.y')).toThrow(
      /^@RequiresPermission on X\.y: .*did you mean "providers:read"/,
    );
    expect(() => table.checkRole('operater', 'keys[0].roles')).toThrow(
      /one of the roles operator, auditor \(did you mean "operator"/,
    );
    expect(() => table.checkPermission('cache:invalidate', 'x')).not.toThrow();
    expect(() => table.checkRole('auditor', 'x')).not.toThrow();
  });

  it('is found behind a wildcard, too, where all permissions are listed', () => {
    const permissions = ['cache:read', 'cache:invalidate', 'providers:read', 'audit:read'];
    const table = new RoleTable({ roles, permissions });
    expect(() => table.checkPermission('cache:invalidat', 'x')).toThrow(/did you mean "cache:invalidate"/);
    expect(() => new RoleTable({ roles: { operator: ['cahce:*'] }, permissions })).toThrow(
      /^access\.roles\.operator\[0\]: expected a pattern of at least one/,
    );
  });
});
