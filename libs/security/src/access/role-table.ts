import { InvalidOptionError, matching, nearestName, type Principal } from '@hydrogenai/common';
import type { AccessPolicy } from './access.policy.js';
import { checkedPattern, checkedPermission, covers } from './permission.policy.js';

/** What each role may do: `{ operator: ['cache:*', 'providers:read'], auditor: ['audit:read'] }`. See `covers` for `*`. */
export type Roles = Readonly<Record<string, readonly string[]>>;

export interface RoleTableOptions {
  readonly roles: Roles;
  /**
   * All permissions that there are. Then a pattern in `roles` that covers none of them, and a method that requires another
   * one, are mistakes. Default: what the roles have, word for word; then a typo that a wildcard covers stays unseen.
   */
  readonly permissions?: readonly string[] | undefined;
}

const ROLE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const ROLE_RULE = 'a name of 1 to 64 letters, digits or . _ -';

/** Roles and permissions in one table. What it does not grant is denied; so is everything to a role it does not know. */
export class RoleTable implements AccessPolicy {
  private readonly patterns: ReadonlyMap<string, readonly string[]>;
  private readonly permissions: readonly string[] | undefined;

  /** @throws InvalidOptionError naming the role and what is wrong with it */
  constructor({ roles, permissions }: RoleTableOptions, field = 'access') {
    this.permissions = permissions?.map((permission, index) =>
      checkedPermission(permission, `${field}.permissions[${index}]`),
    );
    if (typeof roles !== 'object' || roles === null || Object.keys(roles).length === 0) {
      throw new InvalidOptionError({
        field: `${field}.roles`,
        accepted: 'an object of one or more roles',
        received: roles,
      });
    }
    const checked = Object.entries(roles).map(([role, patterns]): [string, readonly string[]] => {
      const place = `${field}.roles.${matching(role, ROLE, `${field}.roles`, ROLE_RULE)}`;
      if (!Array.isArray(patterns))
        throw new InvalidOptionError({
          field: place,
          accepted: 'a list of permissions',
          received: patterns,
        });
      return [role, patterns.map((pattern, index) => this.checkedPattern(pattern, `${place}[${index}]`))];
    });
    this.patterns = new Map(checked);
  }

  allows({ roles, scopes }: Principal, permission: string): boolean {
    const granted = roles.some((role) => anyCovers(this.patterns.get(role), permission));
    return granted && (scopes === undefined || anyCovers(scopes, permission));
  }

  checkPermission(permission: string, where: string): void {
    const patterns = [...this.patterns.values()].flat();
    const known = this.permissions ?? patterns.map((pattern) => filled(pattern, permission));
    const grantable = anyCovers(patterns, permission);
    if (grantable && (this.permissions?.includes(permission) ?? true)) return;
    throw new InvalidOptionError({
      field: where,
      accepted: `a permission that a role has${meaning(permission, known)}`,
      received: permission,
    });
  }

  checkRole(role: string, where: string): void {
    if (this.patterns.has(role)) return;
    const known = [...this.patterns.keys()];
    const accepted = `one of the roles ${known.join(', ')}${meaning(role, known)}`;
    throw new InvalidOptionError({ field: where, accepted, received: role });
  }

  private checkedPattern(given: unknown, field: string): string {
    const pattern = checkedPattern(given, field);
    if (this.permissions?.some((permission) => covers(pattern, permission)) ?? true) return pattern;
    const accepted = `a pattern of at least one of "permissions"${meaning(pattern, this.permissions ?? [])}`;
    throw new InvalidOptionError({ field, accepted, received: pattern });
  }
}

function anyCovers(patterns: readonly string[] | undefined, permission: string): boolean {
  return patterns?.some((pattern) => covers(pattern, permission)) ?? false;
}

/** The permission that a pattern covers and that is nearest to another one: `*` takes what stands there. */
function filled(pattern: string, permission: string): string {
  const given = permission.split(':');
  const wanted = pattern.split(':');
  return wanted
    .map((segment, index) => {
      if (segment !== '*') return segment;
      const rest = index === wanted.length - 1 ? given.slice(index) : given.slice(index, index + 1);
      return rest.join(':');
    })
    .join(':');
}

function meaning(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
}
