import { requestIdOf } from '../answer-headers.policy.js';
import { wireError } from '../error-bodies.policy.js';
import { prepareAnswer } from '../prepare-answer.js';
import { RefusedRequest, type Problem } from '../problem.types.js';
import type { SimulatorState } from '../simulator-state.js';
import type { Wire } from '../wire.types.js';
import type { InferenceEndpoint } from '../wires/wire-endpoint.types.js';
import type { BatchTask, TaskOutcome } from './simulated-batch.js';

/** Answers one task as its endpoint would have answered the same body. */
export function answerTask(
  state: SimulatorState,
  wire: Wire,
  endpoint: InferenceEndpoint,
  { body }: BatchTask,
  serial: number,
): TaskOutcome {
  try {
    const answer = prepareAnswer(state, wire, endpoint, { ...body, stream: false }, serial);
    if (!state.wires[wire].models.has(answer.model)) {
      throw new RefusedRequest({ kind: 'unknownModel', model: answer.model });
    }
    const error = wireError(wire, requestIdOf(serial), { kind: 'server' });
    const { parts } = answer.transmission(undefined, error);
    return { ended: 'answered', body: JSON.parse(parts.join('')), serial };
  } catch (error) {
    // What the caller's `answer` function throws is a server error, as it is without a batch.
    const problem: Problem = error instanceof RefusedRequest ? error.problem : { kind: 'server' };
    const refusal = wireError(wire, requestIdOf(serial), problem);
    return { ended: 'refused', status: refusal.status, body: refusal.body, serial };
  }
}
