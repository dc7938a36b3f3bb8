import { InvalidOptionError } from '@hydrogenai/common';
import type { AccessPolicy } from './access.policy.js';
import type { IdentityPort } from './identity.port.js';
import { checkedPattern } from './permission.policy.js';
import { RoleTable, type Roles } from './role-table.js';

export interface AccessOptions {
  /** Finds out who calls: `new ApiKeyIdentity(keys)`, or one of your own. */
  readonly identity: IdentityPort;
  /** What each role may do. Either this or `policy`. */
  readonly roles?: Roles | undefined;
  /** All permissions that there are, see `RoleTable`. Only with `roles`. Default: those of the roles. */
  readonly permissions?: readonly string[] | undefined;
  /** Decides instead of a table of roles, such as `new CaslPolicy(...)`. */
  readonly policy?: AccessPolicy | undefined;
  /**
   * Permissions, as patterns, whose allowed calls are recorded in the audit trail; refused calls always are. Default:
   * `['*']`, all.
   */
  readonly recorded?: readonly string[] | undefined;
}

export interface ResolvedAccess {
  readonly identity: IdentityPort;
  readonly policy: AccessPolicy;
  readonly recorded: readonly string[];
}

/** @throws InvalidOptionError naming the field */
export function resolveAccess(options: AccessOptions, field = 'access'): ResolvedAccess {
  const { identity, roles, policy, permissions, recorded = ['*'] } = options;
  if (typeof identity?.identify !== 'function') {
    const accepted = 'an IdentityPort, such as new ApiKeyIdentity(keys)';
    throw new InvalidOptionError({ field: `${field}.identity`, accepted, received: identity, secret: true });
  }
  if ((roles === undefined) === (policy === undefined)) {
    throw new InvalidOptionError({
      field: `${field}.roles`,
      accepted: 'a table of roles, or "policy" instead of it, and not both',
      received: roles,
    });
  }
  const decides = policy ?? new RoleTable({ roles: roles ?? {}, permissions }, field);
  for (const role of identity.roles ?? []) decides.checkRole?.(role, `${field}.identity (its roles)`);
  return {
    identity,
    policy: decides,
    recorded: recorded.map((pattern, index) => checkedPattern(pattern, `${field}.recorded[${index}]`)),
  };
}
