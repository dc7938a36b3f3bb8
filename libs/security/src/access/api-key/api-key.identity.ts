import { InvalidOptionError, matching, type Principal } from '@hydrogenai/common';
import type { CallCredentials, Identified, IdentityPort } from '../identity.port.js';
import { API_KEY, hashApiKey } from './generate-api-key.js';

/** One key, as the configuration knows it. */
export interface ApiKeyEntry extends Principal {
  /** The `hash` that `generateApiKey` gave. */
  readonly hash: string;
}

const HASH = /^[A-Za-z0-9_-]{43}$/;
const BEARER = /^bearer +(\S+) *$/i;

/**
 * Knows callers by their keys, in `Authorization: Bearer <key>` or `x-api-key`. Only hashes are kept, and a key is looked up by
 * its hash: how long that takes says nothing about any key, because nobody can choose a hash.
 */
export class ApiKeyIdentity implements IdentityPort {
  readonly roles: readonly string[];
  private readonly principals: ReadonlyMap<string, Principal>;

  /** @throws InvalidOptionError naming the field and never a hash */
  constructor(keys: readonly ApiKeyEntry[], field = 'keys') {
    const principals = new Map<string, Principal>();
    for (const [index, { hash, id, roles, tenant, scopes }] of keys.entries()) {
      const place = `${field}[${index}]`;
      if (typeof hash !== 'string' || !HASH.test(hash) || principals.has(hash)) {
        throw new InvalidOptionError({
          field: `${place}.hash`,
          accepted: 'the hash that generateApiKey gave, once',
          received: hash,
          secret: true,
        });
      }
      if (!Array.isArray(roles)) {
        throw new InvalidOptionError({
          field: `${place}.roles`,
          accepted: 'a list of roles',
          received: roles,
        });
      }
      const name = matching(id, /^.{1,128}$/su, `${place}.id`, 'a text of 1 to 128 characters');
      principals.set(hash, Object.freeze({ id: name, roles, tenant, scopes }));
    }
    this.principals = principals;
    this.roles = [...new Set([...principals.values()].flatMap(({ roles }) => roles))];
  }

  identify({ header }: CallCredentials): Identified {
    const authorization = header('authorization');
    const bearer = authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
    const key = bearer ?? header('x-api-key');
    if (key === undefined) return { presented: false };
    // What does not look like a key is not even hashed, however long it is.
    const principal = API_KEY.test(key) ? this.principals.get(hashApiKey(key)) : undefined;
    return principal ?? { presented: true };
  }
}
