import { Inject, Injectable, Optional, type ExecutionContext } from '@nestjs/common';
import type { Principal } from '@hydrogenai/common';
import { AuditTrail } from '../audit/audit-trail.js';
import { AccessDeniedError } from './access-denied.error.js';
import type { ResolvedAccess } from './access.options.js';
import { RESOLVED_ACCESS } from './access.tokens.js';
import { credentialsOf } from './call-credentials.js';
import { isPrincipal, type Identified } from './identity.port.js';
import { NotAuthenticatedError } from './not-authenticated.error.js';
import { covers } from './permission.policy.js';

const NOBODY: Identified = { presented: false };

/** Finds out who calls, and whether it may; what it refuses, and what it allows where that is wanted, goes into the trail. */
@Injectable()
export class AccessControl {
  constructor(
    @Optional() @Inject(RESOLVED_ACCESS) private readonly access: ResolvedAccess | undefined,
    @Optional() @Inject(AuditTrail) private readonly audit: AuditTrail | undefined,
  ) {}

  async identify(context: ExecutionContext): Promise<Identified> {
    return this.access ? this.access.identity.identify(credentialsOf(context)) : NOBODY;
  }

  /** Whether a principal may do something. Nothing is recorded. */
  async allows(principal: Principal, permission: string): Promise<boolean> {
    return this.access !== undefined && (await this.access.policy.allows(principal, permission));
  }

  /**
   * Lets a call pass, once what must be recorded is recorded.
   * @param resource what is called: `ClassName.methodName`
   * @throws NotAuthenticatedError, AccessDeniedError; AuditUnavailableError when it cannot be recorded and must be
   */
  async admit(who: Identified = NOBODY, permissions: readonly string[], resource: string): Promise<void> {
    for (const permission of permissions) await this.admitOne(who, permission, resource);
  }

  private async admitOne(who: Identified, action: string, resource: string): Promise<void> {
    if (!isPrincipal(who)) {
      const reason = who.presented ? 'unknown-credentials' : 'not-authenticated';
      await this.audit?.record({ action, resource, decision: 'denied', reason });
      throw new NotAuthenticatedError(who.presented);
    }
    const call = { actor: who.id, tenant: who.tenant, action, resource };
    if (!(await this.allows(who, action))) {
      await this.audit?.record({ ...call, decision: 'denied', reason: 'no-permission' });
      throw new AccessDeniedError(action);
    }
    if (this.access?.recorded.some((pattern) => covers(pattern, action))) {
      await this.audit?.record({ ...call, decision: 'allowed', reason: 'granted' });
    }
  }
}
