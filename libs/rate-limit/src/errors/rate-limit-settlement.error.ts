import { HydrogenError } from '@hydrogenai/common';

const LONGEST_QUOTE = 64;

/** A settlement names a limit that its reservation knows nothing of. A mistake of the program: ignoring it would hide a cost. */
export class RateLimitSettlementError extends HydrogenError {
  constructor(name: string, known: readonly string[]) {
    const quoted = name.length <= LONGEST_QUOTE ? `"${name}"` : `a name of ${name.length} characters`;
    super(
      `The reservation knows nothing of the limit ${quoted}. Settle the limits ${known.map((one) => `"${one}"`).join(', ')}.`,
      { code: 'RATE_LIMIT_SETTLEMENT_INVALID', details: { known } },
    );
  }
}
