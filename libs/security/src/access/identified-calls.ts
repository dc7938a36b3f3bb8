import { carrierOf } from '@hydrogenai/common';
import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { AccessControl } from './access.control.js';
import type { Identified } from './identity.port.js';

/** One call, as guard and interceptor share it. */
export interface IdentifiedCall {
  readonly identified: Promise<Identified>;
  /** Whether the guard has let it pass. */
  checked: boolean;
}

/** Who makes the calls that are under way: asked once for each, and forgotten with it. */
@Injectable()
export class IdentifiedCalls {
  private readonly calls = new WeakMap<object, IdentifiedCall>();

  constructor(@Inject(AccessControl) private readonly access: AccessControl) {}

  of(context: ExecutionContext): IdentifiedCall {
    const key = keyOf(context);
    let call = this.calls.get(key);
    if (call === undefined) {
      call = { identified: this.access.identify(context), checked: false };
      this.calls.set(key, call);
    }
    return call;
  }
}

/** Nest makes a new context for every enhancer. What it has in common: the request, elsewhere the list of arguments. */
function keyOf(context: ExecutionContext): object {
  const carrier = carrierOf(context);
  const { request } = carrier.kind === 'http' ? carrier : { request: undefined };
  return typeof request === 'object' && request !== null ? request : context.getArgs();
}
