import { InvalidOptionError, runInContext } from '@hydrogenai/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VisibilityReader, audienceText, type RolesOf, type TenantOf } from './visibility.js';

const tenantOf: TenantOf = ({ tenant }) => tenant;
const rolesOf: RolesOf = ({ roles }) => roles;
const context = { correlationId: 'c' };

function reader(change: { tenant?: TenantOf; roles?: RolesOf } = {}): VisibilityReader {
  return new VisibilityReader(change.tenant ?? tenantOf, change.roles ?? rolesOf);
}

describe('what a request may see', () => {
  it('is what belongs to nobody, outside of a request and for a request without tenant and roles', () => {
    const nobody = { tenant: undefined, audience: undefined };
    expect(reader().current('n')).toEqual(nobody);
    expect(runInContext(context, () => reader().current('n'))).toEqual(nobody);
  });

  it('depends on the set of roles, not on their order or number', () => {
    const role = fc.oneof(fc.string(), fc.constantFrom('a', '1:a', 'a1:b', ''));
    fc.assert(
      fc.property(fc.array(role), fc.array(role), (left, right) => {
        const same = left.every((one) => right.includes(one)) && right.every((one) => left.includes(one));
        expect(audienceText(left) === audienceText(right)).toBe(same);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not the same without roles as where roles do not count', () => {
    const audience = (roles: readonly string[] | undefined): string | undefined =>
      runInContext({ ...context, ...(roles && { roles }) }, () => reader().current('n').audience);
    expect(audience([])).toBe('');
    expect(audience(undefined)).toBeUndefined();
  });

  it('follows roles that change in place', () => {
    const roles = ['admin'];
    const visibility = reader();
    const audience = (): string | undefined =>
      runInContext({ ...context, roles }, () => visibility.current('n').audience);
    const before = audience();
    roles[0] = 'guest';
    expect(audience()).not.toBe(before);
  });

  it('may be decided for each namespace', () => {
    const visibility = reader({
      roles: ({ roles }, namespace) => (namespace === 'public' ? undefined : roles),
    });
    const audience = (namespace: string): string | undefined =>
      runInContext({ ...context, roles: ['a'] }, () => visibility.current(namespace).audience);
    expect(audience('public')).toBeUndefined();
    expect(audience('private')).toBe('1:a');
  });

  it.each<[string, Parameters<typeof reader>[0]]>([
    ['tenant', { tenant: () => '' }],
    ['tenant', { tenant: () => 'canary'.repeat(50) }],
    // The casts stand for callers without types.
    ['tenant', { tenant: () => 7 as unknown as string }],
    ['roles', { roles: () => 'canary' as unknown as readonly string[] }],
    ['roles', { roles: () => [7] as unknown as readonly string[] }],
    ['roles', { roles: () => Array.from({ length: 257 }, (_, n) => `canary-${n}`) }],
  ])('is refused when %s is none, without naming it', (field, change) => {
    const look = (): unknown => runInContext(context, () => reader(change).current('n'));
    expect(look).toThrow(InvalidOptionError);
    expect(look).toThrow(new RegExp(`^${field}: expected`));
    expect(look).not.toThrow(/canary/);
  });
});
