import { inspect } from 'node:util';
import type { ExecutionContext } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { ApiKeyIdentity, type ApiKeyEntry } from './api-key.identity.js';
import { API_KEY, generateApiKey, hashApiKey } from './generate-api-key.js';

const identify = (identity: ApiKeyIdentity, headers: Record<string, string>) =>
  // Keys are in headers; nothing else of the call is asked.
  identity.identify({ header: (name) => headers[name], context: undefined as unknown as ExecutionContext });

describe('a generated key', () => {
  it('has 256 random bits, and shows them to nobody who does not ask', () => {
    const keys = Array.from({ length: 200 }, generateApiKey);
    expect(new Set(keys.map(({ key }) => key.reveal())).size).toBe(200);
    for (const { key, hash } of keys) {
      const text = key.reveal();
      expect(text).toMatch(API_KEY);
      expect(hash).toBe(hashApiKey(text));
      const shown = [
        `${key}`,
        JSON.stringify({ key }),
        inspect(key, { showHidden: true }),
        JSON.stringify({ ...key }),
      ];
      expect(shown.join()).not.toContain(text.slice(5, 20));
    }
  });
});

describe('identity by key', () => {
  const [known, other] = [generateApiKey(), generateApiKey()];
  const entry: ApiKeyEntry = {
    id: 'olga',
    hash: known.hash,
    roles: ['operator'],
    tenant: 'acme',
    scopes: ['a:b'],
  };
  const identity = new ApiKeyIdentity([entry]);

  it('gives the principal of a key and never its hash', () => {
    const principal = { id: 'olga', roles: ['operator'], tenant: 'acme', scopes: ['a:b'] };
    expect(identify(identity, { authorization: `Bearer ${known.key.reveal()}` })).toEqual(principal);
    expect(identify(identity, { 'x-api-key': known.key.reveal() })).toEqual(principal);
    expect(identity.roles).toEqual(['operator']);
  });

  it('tells no key from a wrong one', () => {
    expect(identify(identity, {})).toEqual({ presented: false });
    expect(identify(identity, { 'x-api-key': other.key.reveal() })).toEqual({ presented: true });
    expect(identify(identity, { 'x-api-key': known.hash })).toEqual({ presented: true });
    expect(identify(identity, { 'x-api-key': `${known.key.reveal()}\n` })).toEqual({ presented: true });
  });

  it('believes one header: a wrong key in Authorization is not saved by a right one in x-api-key', () => {
    const headers = { authorization: `Bearer ${other.key.reveal()}`, 'x-api-key': known.key.reveal() };
    expect(identify(identity, headers)).toEqual({ presented: true });
  });

  it.each<[string, unknown[]]>([
    ['keys[0].hash', [{ ...entry, hash: known.key.reveal() }]],
    ['keys[1].hash', [entry, { ...entry, id: 'twin' }]],
    ['keys[0].roles', [{ ...entry, roles: 'operator' }]],
    ['keys[0].id', [{ ...entry, id: '' }]],
  ])('refuses a wrong %s and quotes no key', (field, entries) => {
    // JavaScript may give anything.
    const make = (): unknown => new ApiKeyIdentity(entries as ApiKeyEntry[]);
    expect(make).toThrow(expect.objectContaining({ field }));
    expect(make).not.toThrow(new RegExp(`${known.hash}|${known.key.reveal()}`));
  });
});
