import type { Clock } from '@hydrogenai/common';
import type { Candidate } from '../candidates/candidate.js';
import type { AttemptEnd } from '../failover/attempt-end.js';
import type { AttemptGate, AttemptPass, GateAnswer, GateRequest } from '../failover/attempt-gate.js';
import type { Choice } from './choice.js';
import { PeakEwma } from './peak-ewma.js';

/** What an attempt adds to the share of failures; the 20 latest count for most of it. */
const LATEST = 0.1;

class Meter {
  inFlight = 0;
  failureShare = 0;
  readonly latency = new PeakEwma();
}

/** What selection knows of each model: how quick it is, how busy, how often it fails. One meter a model. */
export class CandidateMeters implements AttemptGate {
  private readonly meters = new Map<string, Meter>();

  constructor(private readonly clock: Clock) {}

  /** Lets everybody in, and counts who is inside. */
  enter({ candidate }: GateRequest): GateAnswer {
    const meter = this.meterOf(candidate);
    meter.inFlight++;
    const pass: AttemptPass = {
      leave: (end) => {
        meter.inFlight--;
        this.note(meter, end);
      },
      cancel: () => {
        meter.inFlight--;
      },
    };
    return { kind: 'entered', pass };
  }

  read(candidate: Pick<Candidate, 'id'>): Pick<Choice, 'inFlight' | 'failureShare' | 'latencyMs'> {
    const meter = this.meters.get(candidate.id);
    return {
      inFlight: meter?.inFlight ?? 0,
      failureShare: meter?.failureShare ?? 0,
      latencyMs: meter?.latency.at(this.clock.monotonicMs()) ?? null,
    };
  }

  private note(meter: Meter, { entry, failure }: AttemptEnd): void {
    const nowMs = this.clock.monotonicMs();
    // It would have needed longer than this; whether that is slow, only what is known of it can tell.
    if (entry.outcome === 'outrun' && entry.ms > (meter.latency.at(nowMs) ?? 0)) {
      meter.latency.add(entry.ms, nowMs);
    }
    // Nobody's fault, and no measure: it ended when the caller wished.
    if (failure?.kind === 'aborted') return;
    meter.failureShare += LATEST * ((failure ? 1 : 0) - meter.failureShare);
    // A refusal is quick, and says nothing of how quick an answer would be. A timeout does.
    if (failure && failure.kind !== 'timeout') return;
    meter.latency.add(entry.firstTokenMs ?? entry.ms, nowMs);
  }

  private meterOf({ id }: Candidate): Meter {
    let meter = this.meters.get(id);
    if (!meter) {
      meter = new Meter();
      this.meters.set(id, meter);
    }
    return meter;
  }
}
