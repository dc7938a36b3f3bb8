/** Who makes a call, as far as anybody knows. Reading a field computes it; nothing is looked up that no key asks for. */
export interface Caller {
  /** The authenticated principal. */
  readonly user?: string | undefined;
  readonly tenant?: string | undefined;
  /** The client's IPv4 address, or the network of its IPv6 address. */
  readonly ip?: string | undefined;
}

/** Whose bucket a call is counted against. */
export interface CallerKey {
  readonly kind: 'user' | 'tenant' | 'ip';
  /** The key, or `undefined` for a caller that has none: the call then fails with `RateLimitKeyError`. */
  of(caller: Caller): string | undefined;
}

/** Keys made of the caller. Those of users, tenants and addresses never meet, whatever their names are. */
export const by: { readonly user: CallerKey; readonly tenant: CallerKey; readonly ip: CallerKey } = {
  /** The authenticated user; an anonymous caller is counted by its address, as with `by.ip`. */
  user: {
    kind: 'user',
    of: (caller) => prefixed('user', caller.user) ?? prefixed('ip', caller.ip),
  },
  /** The tenant. There is no fallback: a call without one fails, or strangers would share a bucket. */
  tenant: { kind: 'tenant', of: ({ tenant }) => prefixed('tenant', tenant) },
  /** The client's address, behind the proxies that `caller.trustedProxies` names. */
  ip: { kind: 'ip', of: ({ ip }) => prefixed('ip', ip) },
};

function prefixed(kind: CallerKey['kind'], name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${kind}:${name}`;
}
