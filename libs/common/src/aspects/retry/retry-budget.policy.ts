/** What a window has seen. */
export interface RetryCounts {
  readonly calls: number;
  readonly retries: number;
}

export interface RetryAllowance {
  readonly ratio: number;
  readonly reserve: number;
}

/** Whether there is room for one more retry. */
export function hasRetryLeft({ calls, retries }: RetryCounts, { ratio, reserve }: RetryAllowance): boolean {
  return retries + 1 <= ratio * calls + reserve;
}
