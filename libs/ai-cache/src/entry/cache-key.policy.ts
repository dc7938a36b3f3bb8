import { InvalidOptionError, canonicalEncoding, generateCacheKey } from '@hydrogenai/common';

/** Version of key and envelope. Another number means another key, so old entries are never read by new code. */
export const FORMAT = 2;

/** 96 bits: two of a billion entries meet with a chance of 1 in 10^11. */
const ENTRY_ID_CHARACTERS = 16;

const NAMESPACE = /^[^\s\p{C}]{1,128}$/u;
const PLAIN_TENANT = /^[A-Za-z0-9._-]{1,64}$/;

/** All that tells one answer from another. */
export interface Place {
  readonly tenant: string | undefined;
  /** Roles that the answer was made for, as one text; undefined where they do not count. */
  readonly audience: string | undefined;
  readonly namespace: string;
  /** The key of the request, when it is a string; its canonical form otherwise. */
  readonly key: string;
  /** True for canonical forms, so that a string that reads like one is another key. */
  readonly structured: boolean;
}

/** @throws NotCanonicalError when the key has no canonical form. */
export function keyText(key: unknown): string {
  return typeof key === 'string' ? key : canonicalEncoding(key);
}

/** A place as one text. Lengths come before texts, so no choice of its parts can spell another place. */
export function identityOf({ tenant, audience, namespace, key, structured }: Place): string {
  const scope = part('@', tenant) + part('&', audience);
  return `${namespace.length}:${namespace}${scope}${structured ? 'c' : 's'}${key}`;
}

function part(sign: string, text: string | undefined): string {
  return text === undefined ? '' : `${sign}${text.length}:${text}`;
}

/** @throws InvalidOptionError when the namespace cannot be part of a key or of a label. */
export function assertNamespace(namespace: unknown, field = 'namespace'): void {
  if (typeof namespace === 'string' && NAMESPACE.test(namespace)) return;
  throw new InvalidOptionError({
    field,
    accepted: '1 to 128 characters without spaces and control characters',
    received: namespace,
  });
}

/** The key in Redis: fixed length for a namespace. The tenant is the hash tag, so one tenant is one slot of a cluster. */
export function redisKey(
  prefix: string,
  tenant: string | undefined,
  namespace: string,
  digest: string,
): string {
  return `${prefix}:${FORMAT}:{${tenantTag(tenant)}}:exact:${namespace}:${digest}`;
}

/** Names an entry without saying what is in it. */
export function entryIdOf(digest: string): string {
  return digest.slice(0, ENTRY_ID_CHARACTERS);
}

/** A tenant as it stands in keys. The digest covers the tenant as well, so a tenant that is called `-` still has its own keys. */
export function tenantTag(tenant: string | undefined): string {
  if (tenant === undefined) return '-';
  return PLAIN_TENANT.test(tenant) ? tenant : generateCacheKey(tenant).slice(0, ENTRY_ID_CHARACTERS);
}
