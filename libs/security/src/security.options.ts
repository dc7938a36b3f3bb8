import type { AccessOptions } from './access/access.options.js';
import type { AuditOptions } from './audit/audit.options.js';
import type { ErrorFilterOptions } from './errors/error-filter.options.js';
import type { Masker, MaskerOptions } from './masking/masker.js';

export interface SecurityModuleOptions {
  /** Who calls, and what it may do. Default: nothing, and `@RequiresPermission` anywhere is an error at the start. */
  readonly access?: AccessOptions | undefined;
  /** Records refused and administrative calls. Default: none. */
  readonly audit?: AuditOptions | undefined;
  /** The masker that is injected by `MASKER`, or what to make it of. Default: `{}`, which knows what secrets look like and none by value. */
  readonly masking?: MaskerOptions | Masker | undefined;
  /**
   * Catches what no filter of the application's own catches, and lets only safe fields out. `false`: Nest's own answers, in
   * which errors of this suite are "Internal server error". Default: `{}`.
   */
  readonly errors?: ErrorFilterOptions | false | undefined;
}
