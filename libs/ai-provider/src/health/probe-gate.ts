import { sleep, type Clock } from '@hydrogenai/common';
import type { AttemptEnd } from '../failover/attempt-end.js';
import { OPEN_GATE, type AttemptPass, type GateAnswer, type GateRequest } from '../failover/attempt-gate.js';
import type { BoardLease } from './board/shared-board.js';
import { evidenceOf } from './breaker.policy.js';
import type { Breakers } from './breakers.js';
import { breakerScopeOf } from './lane-names.js';

/** How often those who wait for the end of a probe look again. */
export const LOOK_AGAIN_MS = 100;

interface Probe {
  readonly name: string;
  readonly lease: BoardLease;
}

const PROBED: GateAnswer = { kind: 'refused', why: 'probing', retryInMs: LOOK_AGAIN_MS };

/** Lets one attempt through where a breaker is half open, and waits with the others as long as they allow. */
export class ProbeGate {
  constructor(
    private readonly breakers: Breakers,
    private readonly clock: Clock,
  ) {}

  /** @param names breakers of the candidate */
  enter(names: readonly string[], request: GateRequest): GateAnswer | Promise<GateAnswer> {
    const answer = this.tryAll(names, 0, [], request);
    if (answer instanceof Promise) return answer.then((first) => this.orWait(names, request, first));
    return this.orWait(names, request, answer);
  }

  private orWait(
    names: readonly string[],
    request: GateRequest,
    answer: GateAnswer,
  ): GateAnswer | Promise<GateAnswer> {
    const waits = answer.kind === 'refused' && answer.why === 'probing' && request.waitAtMostMs > 0;
    return waits ? this.wait(names, request) : answer;
  }

  private async wait(names: readonly string[], request: GateRequest): Promise<GateAnswer> {
    const endsMs = this.clock.monotonicMs() + request.waitAtMostMs;
    let answer = PROBED;
    for (let leftMs = request.waitAtMostMs; leftMs > 0; leftMs = endsMs - this.clock.monotonicMs()) {
      await sleep(this.clock, Math.min(LOOK_AGAIN_MS, leftMs), request.signal);
      answer = await this.tryAll(names, 0, [], request);
      if (answer.kind === 'entered' || answer.why !== 'probing') return answer;
    }
    return answer;
  }

  /** From the breaker with this number on. */
  private tryAll(
    names: readonly string[],
    from: number,
    probes: readonly Probe[],
    request: GateRequest,
  ): GateAnswer | Promise<GateAnswer> {
    for (let index = from; index < names.length; index++) {
      const name = names[index] ?? '';
      const state = this.breakers.stateOf(name);
      switch (state.state) {
        case 'closed':
          continue;
        case 'open':
          return giveUp(probes, { kind: 'refused', why: 'left_alone', retryInMs: state.forMs });
        case 'half_open': {
          if (state.probing) return giveUp(probes, PROBED);
          const lease = this.breakers.probe(name);
          const goOn = (answered: BoardLease | undefined): GateAnswer | Promise<GateAnswer> =>
            answered
              ? this.tryAll(names, index + 1, [...probes, { name, lease: answered }], request)
              : giveUp(probes, PROBED);
          return lease instanceof Promise ? lease.then(goOn) : goOn(lease);
        }
        default:
          return state satisfies never;
      }
    }
    if (probes.length === 0) return OPEN_GATE.enter(request);
    return { kind: 'entered', pass: new ProbePass(this.breakers, probes) };
  }
}

/** One attempt that finds out. It knows as soon as the first content has come. */
class ProbePass implements AttemptPass {
  private over = false;

  constructor(
    private readonly breakers: Breakers,
    private readonly probes: readonly Probe[],
  ) {}

  answering(): void {
    this.end(({ name }) => this.breakers.settle(name, 'answered', undefined));
  }

  leave({ failure, entry }: AttemptEnd): void {
    this.end(({ name }) => {
      const evidence = evidenceOf(failure, entry.ms, breakerScopeOf(name), this.breakers.options);
      this.breakers.settle(name, evidence, failure?.kind);
    });
  }

  cancel(): void {
    this.end(() => undefined);
  }

  private end(settle: (probe: Probe) => void): void {
    if (this.over) return;
    this.over = true;
    for (const probe of this.probes) {
      settle(probe);
      probe.lease.release();
    }
  }
}

function giveUp(probes: readonly Probe[], answer: GateAnswer): GateAnswer {
  for (const { lease } of probes) lease.release();
  return answer;
}
