import { factChannel } from '@hydrogenai/common';

/** Something is wrong with the trail itself. */
export interface AuditTrouble {
  /**
   * `not-written`: the sink has failed, and is tried again. `lost`: the spool was full. `no-anchor`: an anchor was not
   * saved. `resumed`: a trail goes on behind a torn or damaged end.
   */
  readonly kind: 'not-written' | 'lost' | 'no-anchor' | 'resumed';
  /** Code of the error, or reason of the resumption. */
  readonly code: string;
}

/** `hydrogenai:security.audit-trouble` */
export const auditTrouble = factChannel<AuditTrouble>('security.audit-trouble');

/** The code of an error, which quotes nothing. */
export function troubleCode(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : 'UNKNOWN';
}
