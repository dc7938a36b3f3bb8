import type { Candidate } from '../candidates/candidate.js';
import type { ErrorKind, ProviderFailure } from '../errors/error-kind.js';
import { isRejectionKind, type RejectionKind } from '../errors/request-rejected.error.js';
import type { GateRefusalReason } from './attempt-gate.js';

/** A candidate as one request knows it. */
export interface TriedCandidate<Who extends Candidate = Candidate> {
  readonly candidate: Who;
  attempts: number;
  failure: ProviderFailure | undefined;
  failedAtMs: number;
  /** Monotonic ms until which its gate has turned this request away; -Infinity when it has not. */
  turnedAwayUntilMs: number;
  /** The gate that turned this request away last. */
  refusedBy: GateRefusalReason | undefined;
  /** Monotonic ms at which its gate has room, as it has said last. */
  hasRoomAtMs: number | undefined;
}

export function tried<Who extends Candidate>(candidate: Who): TriedCandidate<Who> {
  return {
    candidate,
    attempts: 0,
    failure: undefined,
    failedAtMs: 0,
    turnedAwayUntilMs: -Infinity,
    refusedBy: undefined,
    hasRoomAtMs: undefined,
  };
}

/**
 * How many other models can still have a turn, for whom time is to be kept; the keys of one model have one turn together.
 */
export function modelsWaiting(
  all: readonly TriedCandidate[],
  id: string,
  isFree: (candidate: Candidate) => boolean,
): number {
  const waiting = new Set<string>();
  for (const { candidate, attempts } of all) {
    if (attempts === 0 && candidate.id !== id && isFree(candidate)) waiting.add(candidate.id);
  }
  return waiting.size;
}

/**
 * The rejection of the request itself that a failure means, if it means one. A request is too long only when every
 * candidate says so; the other rejections speak for all.
 */
export function rejectionOf(kind: ErrorKind, all: readonly TriedCandidate[]): RejectionKind | undefined {
  if (!isRejectionKind(kind)) return undefined;
  // What is too long for a model is too long for it with every key.
  const tooLong = new Set(
    all.flatMap(({ candidate, failure }) => (failure?.kind === 'context_length' ? candidate.id : [])),
  );
  return kind !== 'context_length' || all.every(({ candidate }) => tooLong.has(candidate.id))
    ? kind
    : undefined;
}
