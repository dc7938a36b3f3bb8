import { currentContext } from '@hydrogenai/common';

/** Who decides, as the decision is kept and shown to operators. */
export function operator(): string {
  return currentContext()?.principal?.id ?? 'unknown';
}
