import { anthropicMessages } from '../wires/anthropic.wire.js';
import { isObject, refuseField, requiredArray, requiredString } from '../wires/request-fields.js';
import { answerTask } from './answer-task.js';
import type { BatchCall, BatchReply } from './batch-request.types.js';
import { bodyOf, idIn } from './batch-request.js';
import { SimulatedBatch, type BatchTask, type TaskResult } from './simulated-batch.js';

const BATCHES = '/messages/batches';
const DAY_MS = 86_400_000;

/** Anthropic's Message Batches: https://docs.claude.com/en/api/creating-message-batches. */
export function anthropicBatchReply(call: BatchCall): BatchReply | undefined {
  const { method, path } = call;
  if (method === 'POST' && path === BATCHES) return { json: create(call) };
  const results = method === 'GET' ? idIn(path, `${BATCHES}/`, '/results') : undefined;
  if (results !== undefined) return { lines: linesOf(call, results) };
  const cancelled = method === 'POST' ? idIn(path, `${BATCHES}/`, '/cancel') : undefined;
  const id = cancelled ?? (method === 'GET' ? idIn(path, `${BATCHES}/`, '') : undefined);
  if (id === undefined) return undefined;
  const batch = batchOf(call, id);
  if (cancelled !== undefined) batch.cancel(call.state.options.now());
  return { json: batchObject(call, batch) };
}

function create(call: BatchCall): unknown {
  const { state, serial } = call;
  const batch = new SimulatedBatch({
    id: `msgbatch_sim${serial}`,
    tasks: requiredArray(bodyOf(call), 'requests', 'an array of requests').map(toTask),
    createdAt: state.options.now(),
    durationMs: state.options.batchMs,
    answer: (task) => answerTask(state, 'anthropic', anthropicMessages, task, state.nextBatchSerial()),
  });
  state.wires.anthropic.shelf.batches.set(batch.id, batch);
  return batchObject(call, batch);
}

function toTask(request: unknown, index: number): BatchTask {
  const field = `requests.${index}`;
  if (!isObject(request) || !isObject(request['params'])) {
    return refuseField(`${field}.params`, 'missing', 'an object');
  }
  return { customId: requiredString(request, 'custom_id'), body: request['params'] };
}

function batchOf({ state }: BatchCall, id: string): SimulatedBatch {
  return (
    state.wires.anthropic.shelf.batches.get(id) ??
    refuseField('message_batch_id', 'value', 'the id of a batch')
  );
}

function batchObject({ state, baseUrl }: BatchCall, batch: SimulatedBatch): unknown {
  const now = state.options.now();
  const results = batch.results(now);
  const count = (ended: TaskResult['outcome']['ended']): number =>
    results.filter(({ outcome }) => outcome.ended === ended).length;
  const ended = batch.ended(now);
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: ended ? 'ended' : 'in_progress',
    request_counts: {
      processing: batch.total - results.length,
      succeeded: count('answered'),
      errored: count('refused'),
      canceled: count('cancelled'),
      expired: 0,
    },
    created_at: new Date(batch.createdAt).toISOString(),
    expires_at: new Date(batch.createdAt + DAY_MS).toISOString(),
    archived_at: null,
    cancel_initiated_at:
      batch.cancelInitiatedAt === undefined ? null : new Date(batch.cancelInitiatedAt).toISOString(),
    ended_at: ended ? new Date(now).toISOString() : null,
    results_url: ended ? `${baseUrl}${BATCHES}/${batch.id}/results` : null,
  };
}

function linesOf(call: BatchCall, id: string): readonly unknown[] {
  return batchOf(call, id)
    .results(call.state.options.now())
    .map(({ customId, outcome }) => ({ custom_id: customId, result: toResult(outcome) }));
}

function toResult(outcome: TaskResult['outcome']): unknown {
  switch (outcome.ended) {
    case 'answered':
      return { type: 'succeeded', message: outcome.body };
    case 'refused':
      return { type: 'errored', error: outcome.body };
    case 'cancelled':
      return { type: 'canceled' };
    default:
      return outcome satisfies never;
  }
}
