import type { Clock } from '@hydrogenai/common';
import type { Candidate } from '../candidates/candidate.js';
import type { ProviderFailure } from '../errors/error-kind.js';
import type { AttemptEnd, AttemptObserver } from '../failover/attempt-end.js';
import { OPEN_GATE, type AttemptGate, type GateAnswer, type GateRequest } from '../failover/attempt-gate.js';
import type { SharedBoard } from './board/shared-board.js';
import type { ResolvedBreakerOptions } from './breaker.options.js';
import { evidenceOf } from './breaker.policy.js';
import { Breakers } from './breakers.js';
import { pauseAfter } from './cooling.policy.js';
import type { DrainBoard } from './drain-board.js';
import { belongsTo, breakerScopeOf, laneNamesOf, type LaneNames } from './lane-names.js';
import type { LaneState } from './lane-state.js';
import { LOOK_AGAIN_MS, ProbeGate } from './probe-gate.js';

const PAUSE = 'pause:';

export interface CandidateHealthParts {
  readonly board: SharedBoard;
  readonly drains: DrainBoard;
  readonly clock: Clock;
  /** `undefined`: no breakers. */
  readonly breaker: ResolvedBreakerOptions | undefined;
}

/**
 * Who is to be left alone, and until when: what cools after a failure, whose breaker is open or being probed, who is
 * drained. It is told of every attempt directly, never through logging, and answers from this process's own memory.
 */
export class CandidateHealth implements AttemptObserver, AttemptGate {
  private readonly names = new Map<string, LaneNames>();
  private readonly breakers: Breakers | undefined;
  private readonly probes: ProbeGate | undefined;

  constructor(private readonly parts: CandidateHealthParts) {
    const { board, clock, breaker } = parts;
    this.breakers = breaker && new Breakers(board, clock, breaker);
    this.probes = this.breakers && new ProbeGate(this.breakers, clock);
  }

  attemptEnded({ candidate, failure, entry }: Pick<AttemptEnd, 'candidate' | 'failure' | 'entry'>): void {
    if (failure) this.cool(candidate, failure);
    if (!this.breakers) return;
    for (const name of this.namesOf(candidate).breakers) {
      const evidence = evidenceOf(failure, entry.ms, breakerScopeOf(name), this.breakers.options);
      this.breakers.count(name, evidence, failure?.kind);
    }
  }

  enter(request: GateRequest): GateAnswer | Promise<GateAnswer> {
    if (this.parts.board.isEmpty) return OPEN_GATE.enter(request);
    const { candidate } = request;
    // It may have waited for this moment, while others learnt something.
    const forMs = Math.max(
      this.pausedMs(candidate),
      this.parts.drains.remainingMs(this.namesOf(candidate).drains),
    );
    if (forMs > 0) {
      return { kind: 'refused', why: 'left_alone', retryInMs: forMs === Infinity ? undefined : forMs };
    }
    return this.probes?.enter(this.namesOf(candidate).breakers, request) ?? OPEN_GATE.enter(request);
  }

  /** For how long the candidate is still to be left alone, in ms; 0 when it is free, Infinity until somebody resumes it. */
  blockedMs(candidate: Candidate): number {
    if (this.parts.board.isEmpty) return 0;
    const { breakers, drains } = this.namesOf(candidate);
    let blockedMs = Math.max(this.pausedMs(candidate), this.parts.drains.remainingMs(drains));
    for (const name of breakers) {
      const state = this.breakers?.stateOf(name);
      if (state?.state === 'open') blockedMs = Math.max(blockedMs, state.forMs);
      else if (state?.state === 'half_open' && state.probing) blockedMs = Math.max(blockedMs, LOOK_AGAIN_MS);
    }
    return blockedMs;
  }

  /** The same with its reason, for people. What an operator did comes first. */
  stateOf(candidate: Candidate): LaneState {
    if (this.parts.board.isEmpty) return { state: 'ready' };
    const { breakers, drains } = this.namesOf(candidate);
    const drain = this.parts.drains.find(drains);
    if (drain) {
      const forMs = this.parts.drains.remainingMs(drains);
      return { state: 'drained', forMs: forMs === Infinity ? null : Math.ceil(forMs), why: drain.reason };
    }
    const found = breakers.map((name) => ({ name, state: this.breakers?.stateOf(name) }));
    const open = found.find(({ state }) => state?.state === 'open');
    if (open?.state?.state === 'open') {
      return {
        state: 'open',
        forMs: Math.ceil(open.state.forMs),
        why: this.breakers?.kindOf(open.name) ?? '',
      };
    }
    const paused = this.longestPause(candidate);
    if (paused) {
      return { state: 'cooling', forMs: Math.ceil(paused.forMs), why: paused.why };
    }
    const halfOpen = found.find(({ state }) => state?.state === 'half_open');
    if (halfOpen?.state?.state === 'half_open') {
      const { probing } = halfOpen.state;
      const why = this.breakers?.kindOf(halfOpen.name) ?? '';
      return { state: 'half_open', forMs: probing ? LOOK_AGAIN_MS : 0, why };
    }
    return { state: 'ready' };
  }

  /** Forgets the pauses and open breakers of a provider, for an operator who knows that it is mended. */
  forgive(provider: string): void {
    for (const { key } of this.parts.board.list(PAUSE)) {
      if (belongsTo(provider, key.slice(PAUSE.length))) this.parts.board.remove(key);
    }
    for (const name of this.breakers?.opened() ?? []) {
      if (belongsTo(provider, name)) this.breakers?.close(name);
    }
  }

  private cool({ lane, id, account }: Candidate, failure: ProviderFailure): void {
    const pause = pauseAfter(failure, this.parts.clock.now());
    if (!pause) return;
    const name = { lane, model: id, account }[pause.scope];
    const value = { kind: pause.why };
    this.parts.board.put({ key: PAUSE + name, forMs: pause.forMs, value, keep: 'longest' });
  }

  private pausedMs(candidate: Candidate): number {
    return this.longestPause(candidate)?.forMs ?? 0;
  }

  private longestPause(candidate: Candidate): { readonly forMs: number; readonly why: string } | undefined {
    let longest: { readonly forMs: number; readonly why: string } | undefined;
    const now = this.parts.clock.monotonicMs();
    for (const name of this.namesOf(candidate).pauses) {
      const entry = this.parts.board.get(PAUSE + name);
      if (!entry) continue;
      const forMs = entry.endsAtMs - now;
      if (!longest || forMs > longest.forMs) longest = { forMs, why: String(entry.value['kind'] ?? '') };
    }
    return longest;
  }

  private namesOf(candidate: Candidate): LaneNames {
    let names = this.names.get(candidate.lane);
    if (!names) {
      names = laneNamesOf(candidate);
      this.names.set(candidate.lane, names);
    }
    return names;
  }
}
