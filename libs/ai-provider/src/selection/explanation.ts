import type { LaneState } from '../health/lane-state.js';
import type { UnfitCandidate } from '../errors/no-fit-candidate.error.js';

/** One lane of a route, as it stands now. */
export interface ExplainedCandidate {
  /** `provider/model`. */
  readonly candidate: string;
  /** Which key of the provider: its name, or `groq#2` where it has several. */
  readonly account: string;
  readonly state: LaneState;
  /** How long the request would wait for its limits, in ms; 0: not at all; `null`: it is larger than they are. */
  readonly waitMs: number | null;
  /** Estimated price in micro-dollars; `null` when it is not known. */
  readonly estimatedCost: number | null;
  /** Time to the first content, or of a whole answer, as of late, in ms; `null` before the first one. */
  readonly expectedMs: number | null;
  readonly inFlight: number;
}

/** What would become of a request, without asking anybody. */
export interface Explanation {
  /** Logical model that answers; an `auto` model names the one that it chose. */
  readonly model: string;
  /** Why the first one is first, in words. */
  readonly reason: string;
  /** In the order in which they would be asked. Who is not ready is passed over. */
  readonly candidates: readonly ExplainedCandidate[];
  /** Candidates of the logical model that would not be asked, and why. */
  readonly leftOut: readonly UnfitCandidate[];
}
