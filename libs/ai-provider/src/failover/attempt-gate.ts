import type { HydrogenError } from '@hydrogenai/common';
import type { Candidate } from '../candidates/candidate.js';
import type { AttemptEnd, CallProfile } from './attempt-end.js';

/**
 * Why an attempt may not begin: the provider's limit is used up, a budget is, the candidate is being probed, it is left
 * alone since it was chosen (cooling, open, drained), or the application is closing.
 */
export type GateRefusalReason = 'limit' | 'budget' | 'probing' | 'left_alone' | 'closing';

/** Whether the health of the candidate is why. */
export function isOfHealth(why: GateRefusalReason): boolean {
  return why === 'probing' || why === 'left_alone';
}

/** Leave to begin one attempt. It ends by exactly one call of `leave` or `cancel`, and neither may throw. */
export interface AttemptPass {
  /** The attempt has ended, whatever came of it: what it held is settled. */
  leave(end: AttemptEnd): void;
  /** The attempt never began, because another gate refused it: what it held is given back whole. */
  cancel(): void;
  /**
   * The first content has come, before the end: called at most once. Who only wants to know whether the candidate works
   * need not wait for the end of a long stream.
   */
  answering?(): void;
}

export type GateAnswer =
  | { readonly kind: 'entered'; readonly pass: AttemptPass }
  | {
      readonly kind: 'refused';
      readonly why: GateRefusalReason;
      /** When asking again is worth it, in ms; `undefined`: not within this request. */
      readonly retryInMs: number | undefined;
      /** What a request fails with when nobody lets it in. Default: that no candidate is ready. */
      readonly error?: HydrogenError;
      /** Whether no other candidate may be tried either. Default: false. */
      readonly ends?: boolean;
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

const holdsNothing = (): void => undefined;
/** Of a gate that holds nothing. */
export const FREE_PASS: AttemptPass = { leave: holdsNothing, cancel: holdsNothing };
const ENTERED: GateAnswer = { kind: 'entered', pass: FREE_PASS };

/** Lets everybody in. */
export const OPEN_GATE: AttemptGate = { enter: () => ENTERED };
