import { carrierOf } from '@hydrogenai/common';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { setResponseHeader } from '../transport/response-fields.js';
import { AccessControl } from './access.control.js';
import { IdentifiedCalls } from './identified-calls.js';
import { isPrincipal, type Identified } from './identity.port.js';
import { NotAuthenticatedError } from './not-authenticated.error.js';
import { requiredPermissions } from './required-permissions.js';
import { resourceOf } from './resource-name.policy.js';

/**
 * Refuses calls of handlers whose `@RequiresPermission` the caller does not have, on every transport, before anything
 * reads their arguments. `SecurityModule` puts it before all guards of the application; handlers without the decorator
 * are for everybody.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(AccessControl) private readonly access: AccessControl,
    @Inject(IdentifiedCalls) private readonly calls: IdentifiedCalls,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const call = this.calls.of(context);
    const who = await call.identified;
    introduce(context, who);
    const handler = context.getHandler();
    const permissions = requiredPermissions(handler);
    if (permissions.length === 0) return true;
    try {
      await this.access.admit(who, permissions, resourceOf(context.getClass().name, handler.name));
    } catch (error) {
      if (error instanceof NotAuthenticatedError) {
        setResponseHeader(context, 'www-authenticate', error.challenge);
      }
      throw error;
    }
    call.checked = true;
    return true;
  }
}

/** Where guards and limits of Nest applications look for the user; one that is there already is left. */
function introduce(context: ExecutionContext, who: Identified): void {
  const carrier = carrierOf(context);
  if (!isPrincipal(who) || (carrier.kind !== 'http' && carrier.kind !== 'graphql')) return;
  const { request } = carrier;
  if (typeof request !== 'object' || request === null || Reflect.get(request, 'user') !== undefined) return;
  Reflect.set(request, 'user', who);
}
