import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
import type { ExecutionContext } from '@nestjs/common';
import type { IpAddress } from './ip-address.js';
import { trustedProxies } from './trusted-proxies.js';

/** Reads a name from a call, on every transport; `undefined` for a caller without one. */
export type ReadCaller = (context: ExecutionContext) => string | undefined;

/** How `by.user`, `by.tenant` and `by.ip` know who calls. */
export interface CallerOptions {
  /**
   * Proxies whose `X-Forwarded-For` is believed: addresses, networks (`'10.0.0.0/8'`), `'loopback'`, `'linklocal'` or
   * `'uniquelocal'`. The client is the right-most address that is none of them. Express's `trust proxy` and Fastify's
   * `trustProxy` neither matter nor hurt. `Forwarded` (RFC 7239) is not read, and a UNIX socket has no address. Default: none, so that
   * the header has no effect.
   */
  readonly trustedProxies?: readonly string[];
  /** Bits of an IPv6 address that tell callers apart: whole, 32 to 128. Default: 64, the network of one site (RFC 6177). */
  readonly ipv6Prefix?: number;
  /**
   * The authenticated user. Default: `currentContext()?.user`, else the `user` that authentication has put on the HTTP
   * request, GraphQL's request or the socket: a text, or its `id`, `sub`, `userId` or `username`. Message handlers have no
   * such place; nothing is ever read from a payload.
   */
  readonly user?: ReadCaller;
  /** The tenant. Default: `currentContext()?.tenant`, else `tenant` or `tenantId` of the user found as above. */
  readonly tenant?: ReadCaller;
}

export interface ResolvedCallerOptions {
  readonly isTrustedProxy: (address: IpAddress) => boolean;
  readonly ipv6Prefix: number;
  readonly user: ReadCaller | undefined;
  readonly tenant: ReadCaller | undefined;
}

/** Injection token of the `ResolvedCallerOptions`. */
export const RESOLVED_CALLER_OPTIONS = Symbol('@hydrogenai/RESOLVED_CALLER_OPTIONS');

/**
 * Fills in the defaults.
 * @throws InvalidOptionError naming the field, what is accepted and the value received.
 */
export function resolveCallerOptions(options: CallerOptions = {}): ResolvedCallerOptions {
  return {
    isTrustedProxy: trustedProxies(options.trustedProxies ?? [], 'caller.trustedProxies'),
    ipv6Prefix: wholeNumber(options.ipv6Prefix ?? 64, 'caller.ipv6Prefix', 32, 128),
    user: optionalFunction(options.user, 'caller.user'),
    tenant: optionalFunction(options.tenant, 'caller.tenant'),
  };
}

function optionalFunction(value: ReadCaller | undefined, field: string): ReadCaller | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw new InvalidOptionError({
    field,
    accepted: 'a function of the ExecutionContext that returns a text or undefined',
    received: value,
  });
}
