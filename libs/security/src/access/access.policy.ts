import type { Principal } from '@hydrogenai/common';

/** Decides what a principal may do. The table of roles is one; `@hydrogenai/security/casl` has another. */
export interface AccessPolicy {
  /** Nothing that it does not know is allowed. What it throws refuses the call. */
  allows(principal: Principal, permission: string): boolean | Promise<boolean>;
  /**
   * Asked at the start about every permission that the program requires, with the place that requires it.
   * @throws InvalidOptionError for one that nobody could ever have, a misspelt one for example
   */
  checkPermission?(permission: string, where: string): void;
  /**
   * Asked at the start about every role that the identity port can give.
   * @throws InvalidOptionError for one that it does not know
   */
  checkRole?(role: string, where: string): void;
}
