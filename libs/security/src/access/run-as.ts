import { currentContext, generateCorrelationId, runInContext, type Principal } from '@hydrogenai/common';

/**
 * Runs `work`, and everything that it awaits, as `principal`: in a schedule, a consumer or a script, where no guard has
 * found out who calls. Its tenant becomes the tenant of the context, which the cache and the limits go by.
 */
export function runAs<Result>(principal: Principal, work: () => Result): Result {
  const context = currentContext();
  return runInContext(
    {
      ...context,
      correlationId: context?.correlationId ?? generateCorrelationId(),
      user: principal.id,
      ...(principal.tenant === undefined ? {} : { tenant: principal.tenant }),
      principal,
    },
    work,
  );
}
