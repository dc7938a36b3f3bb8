import type { Clock } from '@hydrogenai/common';
import type { AttemptEnd } from './attempt-end.js';
import {
  OPEN_GATE,
  type AttemptGate,
  type AttemptPass,
  type GateAnswer,
  type GateRequest,
} from './attempt-gate.js';

/**
 * Several gates as one, entered in their order. When a later one refuses or fails, those already entered are left as if
 * the attempt had never been meant. All share one wait. It answers at once where every gate does.
 */
export function allGates(gates: readonly AttemptGate[], clock: Clock): AttemptGate {
  const [first, ...others] = gates;
  if (!first) return OPEN_GATE;
  return others.length === 0 ? first : { enter: (request) => enterFrom(gates, [], request, clock) };
}

function enterFrom(
  gates: readonly AttemptGate[],
  entered: AttemptPass[],
  request: GateRequest,
  clock: Clock,
): GateAnswer | Promise<GateAnswer> {
  const waitEndsMs = request.waitAtMostMs === 0 ? 0 : clock.monotonicMs() + request.waitAtMostMs;
  try {
    for (let index = entered.length; index < gates.length; index++) {
      const answer = gates[index]?.enter(
        entered.length === 0 ? request : withinWait(request, waitEndsMs, clock),
      );
      if (answer === undefined) break;
      if (answer instanceof Promise) return goOn(gates, entered, request, { answer, waitEndsMs, clock });
      if (answer.kind === 'refused') return turnBack(entered, answer);
      entered.push(answer.pass);
    }
  } catch (error) {
    cancelAll(entered);
    throw error;
  }
  return { kind: 'entered', pass: new PassOfAll(entered) };
}

interface Pending {
  readonly answer: Promise<GateAnswer>;
  readonly waitEndsMs: number;
  readonly clock: Clock;
}

/** From the gate that did not answer at once. */
async function goOn(
  gates: readonly AttemptGate[],
  entered: AttemptPass[],
  request: GateRequest,
  { answer: pending, waitEndsMs, clock }: Pending,
): Promise<GateAnswer> {
  let answer: GateAnswer;
  try {
    answer = await pending;
  } catch (error) {
    cancelAll(entered);
    throw error;
  }
  if (answer.kind === 'refused') return turnBack(entered, answer);
  entered.push(answer.pass);
  return enterFrom(gates, entered, withinWait(request, waitEndsMs, clock), clock);
}

function withinWait(request: GateRequest, waitEndsMs: number, clock: Clock): GateRequest {
  if (request.waitAtMostMs === 0) return request;
  return { ...request, waitAtMostMs: Math.max(0, waitEndsMs - clock.monotonicMs()) };
}

function turnBack(entered: readonly AttemptPass[], answer: GateAnswer): GateAnswer {
  cancelAll(entered);
  return answer;
}

/** The last one entered is the first one left. */
function cancelAll(entered: readonly AttemptPass[]): void {
  for (let index = entered.length - 1; index >= 0; index--) entered[index]?.cancel();
}

/** A class, for there is one for each attempt. */
class PassOfAll implements AttemptPass {
  constructor(private readonly entered: readonly AttemptPass[]) {}

  leave(end: AttemptEnd): void {
    const { entered } = this;
    for (let index = entered.length - 1; index >= 0; index--) entered[index]?.leave(end);
  }

  cancel(): void {
    cancelAll(this.entered);
  }

  answering(): void {
    for (const pass of this.entered) pass.answering?.();
  }
}
