import type { Clock } from '@hydrogenai/common';
import type { Candidate } from '../../../../libs/ai-provider/src/candidates/candidate.js';
import type { AttemptEnd } from '../../../../libs/ai-provider/src/failover/attempt-end.js';
import type { GateRequest } from '../../../../libs/ai-provider/src/failover/attempt-gate.js';
import type { ProviderFailure } from '../../../../libs/ai-provider/src/errors/error-kind.js';
import { MemoryBoard } from '../../../../libs/ai-provider/src/health/board/memory.board.js';
import type { SharedBoard } from '../../../../libs/ai-provider/src/health/board/shared-board.js';
import {
  resolveBreakerOptions,
  type BreakerOptions,
} from '../../../../libs/ai-provider/src/health/breaker.options.js';
import { CandidateHealth } from '../../../../libs/ai-provider/src/health/candidate-health.js';
import { DrainBoard } from '../../../../libs/ai-provider/src/health/drain-board.js';

/** The health of candidates with a board, by default one of its own. */
export function healthOf(
  clock: Clock,
  breaker: BreakerOptions | false = {},
  board: SharedBoard = new MemoryBoard(clock),
) {
  const drains = new DrainBoard(board, clock);
  const resolved = resolveBreakerOptions(breaker, 'breaker');
  return { board, drains, health: new CandidateHealth({ board, drains, clock, breaker: resolved }) };
}

const PROFILE = { inputTokens: 1, maxOutputTokens: undefined };

export function gateRequest(candidate: Candidate, rest: Partial<GateRequest> = {}): GateRequest {
  return { candidate, profile: PROFILE, waitAtMostMs: 0, signal: undefined, ...rest };
}

/** The end of an attempt that took 5 s. */
export function attemptEnd(candidate: Candidate, failure?: ProviderFailure, ms = 5_000): AttemptEnd {
  const { provider, model } = candidate;
  const entry = { provider, model, ms };
  return {
    candidate,
    profile: PROFILE,
    entry: failure ? { ...entry, outcome: 'failed', kind: failure.kind } : { ...entry, outcome: 'answered' },
    failure,
    usage: undefined,
    limitHeaders: undefined,
    outputCharacters: 0,
  };
}
