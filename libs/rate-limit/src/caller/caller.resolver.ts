import { currentContext } from '@hydrogenai/common';
import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import type { Caller } from './by.js';
import { RESOLVED_CALLER_OPTIONS, type ResolvedCallerOptions } from './caller.options.js';
import { clientIp } from './client-ip.policy.js';
import { currentExecutionContext } from './execution-context.storage.js';
import { networkOf } from './ip-address.js';
import { hopsOf, principalOf } from './origin.js';
import { nameOf, tenantOf, userOf } from './principal.policy.js';

/** Finds out who calls. Outside of a handler only `currentContext()` is known. */
@Injectable()
export class CallerResolver {
  constructor(@Inject(RESOLVED_CALLER_OPTIONS) private readonly options: ResolvedCallerOptions) {}

  /** The caller of the handler that runs now. */
  current(): Caller {
    return this.of(currentExecutionContext());
  }

  /** The caller of this call. */
  of(context: ExecutionContext | undefined): Caller {
    return new LazyCaller(this.options, context);
  }
}

class LazyCaller implements Caller {
  constructor(
    private readonly options: ResolvedCallerOptions,
    private readonly context: ExecutionContext | undefined,
  ) {}

  get user(): string | undefined {
    if (this.options.user && this.context) return nameOf(this.options.user(this.context));
    return nameOf(currentContext()?.user) ?? userOf(this.principal);
  }

  get tenant(): string | undefined {
    if (this.options.tenant && this.context) return nameOf(this.options.tenant(this.context));
    return nameOf(currentContext()?.tenant) ?? tenantOf(this.principal);
  }

  get ip(): string | undefined {
    if (!this.context) return undefined;
    const address = clientIp({ ...hopsOf(this.context), isTrusted: this.options.isTrustedProxy });
    return address && networkOf(address, this.options.ipv6Prefix);
  }

  private get principal(): unknown {
    return this.context && principalOf(this.context);
  }
}
