import { HydrogenError } from '@hydrogenai/common';

/** One call costs more than the bucket holds: it would never be admitted, however long it waits. */
export class RateLimitCostError extends HydrogenError {
  constructor(name: string, cost: number, burst: number) {
    super(
      `The call costs ${cost}, but the limit "${name}" admits at most ${burst} at once. Split the call, or raise "burst".`,
      // RFC 9110, section 15.5.14: larger than the server is willing to process. Waiting does not help, so no 429.
      { code: 'RATE_LIMIT_COST_TOO_HIGH', httpStatus: 413, details: { name, cost, burst } },
    );
  }
}
