import type { CallLabels } from '../response/call-labels.policy.js';

/** What a caller wishes for one request. */
export interface PoolWishes {
  readonly labels?: CallLabels | undefined;
  readonly modelPreferences?: readonly string[] | undefined;
  readonly fallbackEnabled?: boolean | undefined;
  readonly deadlineMs?: number | undefined;
}
