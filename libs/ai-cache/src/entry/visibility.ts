import { currentContext, InvalidOptionError, type RequestContext } from '@hydrogenai/common';

/** Whose answers the running request may see. */
export interface Visibility {
  readonly tenant: string | undefined;
  /** Its roles as one text; undefined where they do not count. */
  readonly audience: string | undefined;
}

export type TenantOf = (context: RequestContext) => string | undefined;
export type RolesOf = (context: RequestContext, namespace: string) => readonly string[] | undefined;

const LONGEST_TENANT = 256;
const MOST_ROLES = 256;
const NOBODY: Visibility = { tenant: undefined, audience: undefined };

/** Finds the tenant and the roles of the running request. Both part answers like the key does. */
export class VisibilityReader {
  /** Roles usually are one array for each principal, so their text is made once. */
  private readonly audiences = new WeakMap<readonly string[], string>();

  constructor(
    private readonly tenantOf: TenantOf,
    private readonly rolesOf: RolesOf,
  ) {}

  /** @throws InvalidOptionError when an option returns what is no tenant, or no roles */
  current(namespace: string): Visibility {
    const context = currentContext();
    if (context === undefined) return NOBODY;
    const roles = this.rolesOf(context, namespace);
    return {
      tenant: checkTenant(this.tenantOf(context)),
      audience: roles === undefined ? undefined : this.audienceOf(roles),
    };
  }

  /** @throws InvalidOptionError as above */
  tenant(): string | undefined {
    const context = currentContext();
    return context && checkTenant(this.tenantOf(context));
  }

  private audienceOf(roles: readonly string[]): string {
    let audience = this.audiences.get(roles);
    if (audience === undefined) {
      audience = audienceText(roles);
      // What may still change is read anew each time.
      if (Object.isFrozen(roles)) this.audiences.set(roles, audience);
    }
    return audience;
  }
}

/** One text for each set of roles, whatever their order. Lengths come before names, so no name can spell another set. */
export function audienceText(roles: readonly string[]): string {
  if (!Array.isArray(roles) || roles.length > MOST_ROLES || !roles.every(isText)) {
    throw new InvalidOptionError({
      field: 'roles',
      accepted: `a function that returns undefined or at most ${MOST_ROLES} texts`,
      received: roles,
      secret: true,
    });
  }
  return [...new Set(roles)]
    .sort()
    .map((role) => `${role.length}:${role}`)
    .join('');
}

function checkTenant(tenant: string | undefined): string | undefined {
  if (tenant === undefined || (isText(tenant) && tenant.length > 0 && tenant.length <= LONGEST_TENANT)) {
    return tenant;
  }
  throw new InvalidOptionError({
    field: 'tenant',
    accepted: `a function that returns undefined or a text of 1 to ${LONGEST_TENANT} characters`,
    received: tenant,
    secret: true,
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
