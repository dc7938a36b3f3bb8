import { apiKeyOf, keyProblem, keyTag } from './api-key.js';
import { handleBatch } from './batch/batch.handler.js';
import type { Route } from './endpoints.js';
import type { Exchange } from './exchange.js';
import { faultEffect } from './fault-effect.policy.js';
import { carryOut, handleInference, sendProblem } from './inference.handler.js';
import { modelEntry, modelList } from './models.js';
import { RefusedRequest } from './problem.types.js';
import { readBody } from './request-body.js';
import type { SimulatorState } from './simulator-state.js';
import { jsonTransmission } from './transmission.policy.js';

/** Serves one request to a wire. Never rejects: what goes wrong is in the answer and the journal. */
export async function handleWireRequest(
  state: SimulatorState,
  exchange: Exchange,
  route: Route,
): Promise<void> {
  const { entry, request } = exchange;
  try {
    if (entry.inference) state.hits.count(entry.wire);
    const key = apiKeyOf(entry.wire, request.headers);
    entry.keyTag = key === undefined ? undefined : keyTag(key);
    const body = await readBody(request, state.options.maxBodyBytes);
    await serve(state, exchange, route, body);
  } catch (error) {
    if (error instanceof RefusedRequest) return sendProblem(exchange, error.problem);
    // The client left while it was still sending; the journal says so when the connection closes.
    if (!request.complete) return undefined;
    entry.error =
      error instanceof Error ? error : new Error('The answer function threw a value that is no Error');
    if (entry.status === undefined) return sendProblem(exchange, { kind: 'server' });
    return exchange.reset();
  }
}

async function serve(state: SimulatorState, exchange: Exchange, route: Route, body: string): Promise<void> {
  const { entry, request } = exchange;
  const { method } = entry;
  if (route.to === 'nowhere') throw new RefusedRequest({ kind: 'unknownPath', method, path: entry.path });
  const allow = route.to === 'models' ? 'GET' : 'POST';
  if (route.to !== 'batch' && method !== allow)
    throw new RefusedRequest({ kind: 'methodNotAllowed', method, allow });
  const problem = keyProblem(entry.wire, request.headers, state.wires[entry.wire].apiKeys);
  if (problem) throw new RefusedRequest(problem);
  if (route.to === 'batch') return handleBatch(state, exchange, body);
  if (route.to === 'endpoint') return handleInference(state, exchange, route.endpoint, body);
  return serveModels(state, exchange, route.id);
}

async function serveModels(
  { wires, options }: SimulatorState,
  exchange: Exchange,
  id: string | undefined,
): Promise<void> {
  const { entry } = exchange;
  const { models, faults } = wires[entry.wire];
  if (id !== undefined && !models.has(id)) throw new RefusedRequest({ kind: 'unknownModel', model: id });
  const fault = faults.take({ path: entry.path, model: id, inference: false });
  entry.fault = fault?.kind;
  const json = JSON.stringify(
    id === undefined ? modelList(entry.wire, [...models]) : modelEntry(entry.wire, id),
  );
  const effect = faultEffect(entry.wire, fault, 0, options.now());
  return carryOut(
    exchange,
    effect,
    {},
    {
      stream: false,
      transmission: (answerFault, error) => jsonTransmission(json, answerFault, error),
      remember: () => undefined,
    },
    0,
  );
}
