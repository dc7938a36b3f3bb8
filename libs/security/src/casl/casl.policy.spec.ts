import { AbilityBuilder, createMongoAbility } from '@casl/ability';
import type { Principal } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { CaslPolicy, caslRuleOf } from './casl.policy.js';

function abilityOf({ roles }: Principal) {
  const { can, cannot, build } = new AbilityBuilder(createMongoAbility);
  if (roles.includes('operator')) can('manage', 'cache');
  if (roles.includes('operator')) cannot('purge', 'cache');
  if (roles.includes('reader')) can('read', ['cache', 'cache:entry']);
  return build();
}
const who = (...roles: string[]): Principal => ({ id: 'somebody', roles });

describe('abilities of CASL', () => {
  it.each([
    ['operator', 'cache:invalidate', true],
    ['operator', 'cache:purge', false],
    ['operator', 'audit:read', false],
    ['reader', 'cache:read', true],
    ['reader', 'cache:entry:read', true],
    ['reader', 'cache:invalidate', false],
    ['stranger', 'cache:read', false],
  ])('let a %s %s: %s', async (role, permission, expected) => {
    expect(await new CaslPolicy({ abilityOf }).allows(who(role), permission)).toBe(expected);
  });

  it('are asked in words of the application, where it has its own', async () => {
    const asked: string[] = [];
    const ruleOf = (permission: string) => {
      asked.push(permission);
      return ['read', 'cache'] as const;
    };
    expect(await new CaslPolicy({ abilityOf, ruleOf }).allows(who('reader'), 'x:y')).toBe(true);
    expect(asked).toEqual(['x:y']);
  });

  it('read permissions as action and subject', () => {
    expect(caslRuleOf('cache:entry:delete')).toEqual(['delete', 'cache:entry']);
    expect(caslRuleOf('ready')).toEqual(['ready', 'all']);
  });

  it('fail a call when they cannot be found out', async () => {
    const broken = new CaslPolicy({ abilityOf: () => Promise.reject(new Error('no database')) });
    await expect(broken.allows(who('operator'), 'cache:read')).rejects.toThrow('no database');
  });
});
