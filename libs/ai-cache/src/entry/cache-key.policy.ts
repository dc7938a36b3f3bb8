import { InvalidOptionError, canonicalEncoding, generateCacheKey } from '@hydrogenai/common';

/** Version of key and envelope. Another number means another key, so old entries are never read by new code. */
export const FORMAT = 1;

/** 96 bits: two of a billion entries meet with a chance of 1 in 10^11. */
const ENTRY_ID_CHARACTERS = 16;

const NAMESPACE = /^[^\s\p{C}]{1,128}$/u;
const PLAIN_TENANT = /^[A-Za-z0-9._-]{1,64}$/;

/**
 * The key in this process. Lengths come before texts, so no choice of namespace, tenant and key can spell another one's;
 * strings are marked `s` and canonical forms `c` for the same reason. Not hashed: this is the hot path.
 */
export function memoryKey(namespace: string, key: unknown, tenant: string | undefined): string {
  const scope =
    tenant === undefined
      ? `${namespace.length}:${namespace}`
      : `${namespace.length}:${namespace}@${tenant.length}:${tenant}`;
  return typeof key === 'string' ? `${scope}s${key}` : `${scope}c${canonicalEncoding(key)}`;
}

/** @throws InvalidOptionError when the namespace cannot be part of a key or of a label. */
export function assertNamespace(namespace: string, field = 'namespace'): void {
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

/** The digest covers the tenant as well, so a tenant that is called `-` still has its own keys. */
function tenantTag(tenant: string | undefined): string {
  if (tenant === undefined) return '-';
  return PLAIN_TENANT.test(tenant) ? tenant : generateCacheKey(tenant).slice(0, ENTRY_ID_CHARACTERS);
}
