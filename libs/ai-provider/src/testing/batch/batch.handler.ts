import type { Exchange } from '../exchange.js';
import { faultEffect } from '../fault-effect.policy.js';
import { carryOut } from '../inference.handler.js';
import { RefusedRequest } from '../problem.types.js';
import type { SimulatorState } from '../simulator-state.js';
import { jsonTransmission } from '../transmission.policy.js';
import { WIRE_BASE_PATHS } from '../wire.types.js';
import { anthropicBatchReply } from './anthropic-batch.routes.js';
import { openAiBatchReply } from './openai-batch.routes.js';
import type { BatchCall, BatchReply } from './batch-request.types.js';

/** Serves files and batches. A scripted fault meets a request only by its path. */
export async function handleBatch(state: SimulatorState, exchange: Exchange, body: string): Promise<void> {
  const { entry, request } = exchange;
  const { wire, method, path, id } = entry;
  state.journal.keepBody(entry, body, body.length);
  const fault = state.wires[wire].faults.take({ path, model: undefined, inference: false });
  entry.fault = fault?.kind;
  const base = WIRE_BASE_PATHS[wire];
  const reply = await replyTo(wire, {
    state,
    method,
    path: path.slice(base.length),
    contentType: request.headers['content-type'] ?? '',
    body,
    serial: id,
    baseUrl: `http://${request.headers.host ?? 'localhost'}${base}`,
  });
  if (!reply) throw new RefusedRequest({ kind: 'unknownPath', method, path });
  const text =
    'json' in reply
      ? JSON.stringify(reply.json)
      : reply.lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await carryOut(
    exchange,
    faultEffect(wire, fault, 0, state.options.now()),
    {},
    {
      stream: false,
      transmission: (answerFault, error) => jsonTransmission(text, answerFault, error),
      remember: () => undefined,
    },
    0,
  );
}

function replyTo(wire: string, call: BatchCall): BatchReply | undefined | Promise<BatchReply | undefined> {
  return wire === 'openai' ? openAiBatchReply(call) : anthropicBatchReply(call);
}
