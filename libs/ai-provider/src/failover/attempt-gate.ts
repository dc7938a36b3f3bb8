import type { Candidate } from '../candidates/candidate.js';
import type { AttemptEnd, CallProfile } from './attempt-end.js';

/** Why an attempt may not begin: the provider's limit is used up, a budget is, or the candidate is being probed. */
export type GateRefusalReason = 'limit' | 'budget' | 'probing';

/** Leave to begin one attempt. What it holds is settled when the attempt ends. */
export interface AttemptPass {
  /** Called once, whatever comes of the attempt. It must not throw. */
  leave(end: AttemptEnd): void;
}

export type GateAnswer =
  | { readonly kind: 'entered'; readonly pass: AttemptPass }
  | {
      readonly kind: 'refused';
      readonly why: GateRefusalReason;
      /** When asking again is worth it, in ms; `undefined`: not within this request. */
      readonly retryInMs: number | undefined;
    };

export interface GateRequest {
  readonly candidate: Candidate;
  readonly profile: CallProfile;
  /** How long the caller waits for its turn, in ms; 0: not at all, because others may be free. */
  readonly waitAtMostMs: number;
  /** How long the attempt can last at most, in ms, for what is held meanwhile. Default: an hour. */
  readonly timeLeftMs?: number;
  /** The caller's. While it waits, an abort rejects with the signal's reason. */
  readonly signal: AbortSignal | undefined;
}

/** Stands before every attempt. It answers at once where it can: a promise costs the fast path a turn. */
export interface AttemptGate {
  enter(request: GateRequest): GateAnswer | Promise<GateAnswer>;
}

const FREE_PASS: AttemptPass = {
  leave: () => {
    // Holds nothing.
  },
};
const ENTERED: GateAnswer = { kind: 'entered', pass: FREE_PASS };

/** Lets everybody in. */
export const OPEN_GATE: AttemptGate = { enter: () => ENTERED };
