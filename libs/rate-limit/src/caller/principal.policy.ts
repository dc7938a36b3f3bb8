/** Fields that tell who a principal is, by precedence: the usual id, JWT's subject (RFC 7519), Passport's examples. */
const USER_FIELDS = ['id', 'sub', 'userId', 'username'] as const;
const TENANT_FIELDS = ['tenant', 'tenantId'] as const;

/**
 * The name of an authenticated principal: a text itself, or the first of `id`, `sub`, `userId`, `username` that is a
 * non-empty text, a whole number or a bigint. `undefined` for everything else.
 */
export function userOf(principal: unknown): string | undefined {
  return nameOf(principal) ?? firstName(principal, USER_FIELDS);
}

/** The tenant of an authenticated principal: its `tenant` or `tenantId`. */
export function tenantOf(principal: unknown): string | undefined {
  return firstName(principal, TENANT_FIELDS);
}

function firstName(principal: unknown, fields: readonly string[]): string | undefined {
  if (typeof principal !== 'object' || principal === null) return undefined;
  for (const field of fields) {
    const name = nameOf(Reflect.get(principal, field));
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A non-empty text, or a whole number as one. */
export function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? String(value) : undefined;
}
