import { factChannel } from '@hydrogenai/common';

/** A slow attempt got company. */
export interface HedgeFact {
  /** Logical model. */
  readonly model: string;
  /** `provider/model` of the slow one, and of the one that was asked beside it. */
  readonly first: string;
  readonly second: string;
  /** How long the first one had been silent, in ms. */
  readonly afterMs: number;
  /** Whose answer was taken; `nobody` when both failed or the caller left. */
  readonly wonBy: 'first' | 'second' | 'nobody';
}

/** Facts of all hedges: `hydrogenai:ai.hedge`. */
export const aiHedge = factChannel<HedgeFact>('ai.hedge');
