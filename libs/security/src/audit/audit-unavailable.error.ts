import { HydrogenError } from '@hydrogenai/common';

/** What must be recorded cannot be, so it is not done either. HTTP 503. */
export class AuditUnavailableError extends HydrogenError {
  constructor(action: string) {
    super(`"${action}" was refused, because it cannot be recorded in the audit trail. Try again later.`, {
      code: 'AUDIT_UNAVAILABLE',
      httpStatus: 503,
      retryable: true,
      details: { action },
    });
  }
}
