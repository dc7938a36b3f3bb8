import { factChannel } from '@hydrogenai/common';
import type { DecidedBy, LimitDecision } from './rate-limit.decision.js';
import type { RateLimitMode } from './rate-limit.definition.js';

/** One decision of one limit. Whose call it was is not told. */
export interface RateLimitDecisionFact {
  /** The limit's name. */
  readonly name: string;
  readonly mode: RateLimitMode;
  /**
   * - `admitted`: there was room.
   * - `near_limit`: there was room, and more than `nearLimitRatio` of the burst is in use.
   * - `exceeded`: there was none. The call was refused, or would have been in shadow mode.
   */
  readonly outcome: 'admitted' | 'near_limit' | 'exceeded';
  readonly decidedBy: DecidedBy;
  /** Calls that it counted for, or would have. */
  readonly cost: number;
}

/** Facts of all decisions: `hydrogenai:rate-limit.decision`. Nothing is built without a subscriber. */
export const rateLimitDecision = factChannel<RateLimitDecisionFact>('rate-limit.decision');

export function publishDecision(decision: LimitDecision, cost: number): void {
  rateLimitDecision.publish(() => ({
    name: decision.limit.name,
    mode: decision.limit.mode,
    outcome: decision.exceeded ? 'exceeded' : decision.nearLimit ? 'near_limit' : 'admitted',
    decidedBy: decision.decidedBy,
    cost,
  }));
}
