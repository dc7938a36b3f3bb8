import { describe, expect, it } from 'vitest';
import { by } from './by.js';
import { tenantOf, userOf } from './principal.policy.js';

describe('keys made of the caller', () => {
  it('never meet, whatever the names are', () => {
    const twins = { user: '10.0.0.1', tenant: '10.0.0.1', ip: '10.0.0.1' };
    const keys = [
      by.user.of(twins),
      by.tenant.of(twins),
      by.ip.of(twins),
      by.user.of({ user: 'ip:10.0.0.1' }),
    ];
    expect(new Set(keys).size).toBe(4);
  });

  it('of an anonymous user are those of its address', () => {
    expect(by.user.of({ ip: '10.0.0.1' })).toBe(by.ip.of({ ip: '10.0.0.1' }));
    expect(by.user.of({})).toBeUndefined();
  });

  it('of a tenant have no fallback', () => {
    expect(by.tenant.of({ user: 'ann', ip: '10.0.0.1' })).toBeUndefined();
  });

  it('look nothing up that they do not need', () => {
    const caller = {
      user: 'ann',
      get ip(): string {
        throw new Error('not asked for');
      },
    };
    expect(by.user.of(caller)).toBe('user:ann');
  });
});

describe('a principal', () => {
  it.each([
    ['ann', 'ann'],
    [{ id: 7 }, '7'],
    [{ id: 7n }, '7'],
    [{ sub: 'auth0|7' }, 'auth0|7'],
    [{ userId: 'u7' }, 'u7'],
    [{ username: 'ann' }, 'ann'],
    [{ id: '', sub: 'ann' }, 'ann'],
    [{ username: 'ann', id: 7 }, '7'],
    [{ id: { toString: () => 'ann' } }, undefined],
    [{ id: 1.5 }, undefined],
    [{}, undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('%o is called %o', (principal, name) => {
    expect(userOf(principal)).toBe(name);
  });

  it('says its tenant', () => {
    expect(tenantOf({ id: 1, tenant: 'acme', tenantId: 7 })).toBe('acme');
    expect(tenantOf({ tenantId: 7 })).toBe('7');
    expect(tenantOf('acme')).toBeUndefined();
  });
});
