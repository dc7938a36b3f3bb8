/** One model of a request, as the strategies see it. */
export interface Choice {
  /** Above 0. */
  readonly weight: number;
  /** Estimated price of this request in micro-dollars; `null` when it is not known. */
  readonly cost: number | null;
  /** Expected time to the first token, or of a whole answer, in ms; `null` before the first one. */
  readonly latencyMs: number | null;
  /** Requests under way. */
  readonly inFlight: number;
  /** Share of failures among the latest attempts, 0 to 1. */
  readonly failureShare: number;
}
