import { RefusedRequest } from '../problem.types.js';
import { openAiResponses } from '../wires/openai-responses.wire.js';
import { openAiChat } from '../wires/openai-chat.wire.js';
import { isObject, refuseField, requiredString } from '../wires/request-fields.js';
import type { InferenceEndpoint } from '../wires/wire-endpoint.types.js';
import { answerTask } from './answer-task.js';
import type { BatchCall, BatchReply } from './batch-request.types.js';
import { bodyOf, idIn } from './batch-request.js';
import { SimulatedBatch, type BatchTask, type TaskResult } from './simulated-batch.js';

const DAY_SECONDS = 86_400;

const ENDPOINTS: ReadonlyMap<string, InferenceEndpoint> = new Map<string, InferenceEndpoint>([
  ['/v1/responses', openAiResponses],
  ['/v1/chat/completions', openAiChat],
]);

/** OpenAI's files, as far as batches need them, and batches: https://platform.openai.com/docs/api-reference/batch. */
export async function openAiBatchReply(call: BatchCall): Promise<BatchReply | undefined> {
  const { method, path } = call;
  if (method === 'POST' && path === '/files') return { json: await upload(call) };
  if (method === 'POST' && path === '/batches') return { json: create(call) };
  const content = method === 'GET' ? idIn(path, '/files/', '/content') : undefined;
  if (content !== undefined) return { lines: linesOf(call, content) };
  const cancelled = method === 'POST' ? idIn(path, '/batches/', '/cancel') : undefined;
  const id = cancelled ?? (method === 'GET' ? idIn(path, '/batches/', '') : undefined);
  if (id === undefined) return undefined;
  const batch = batchOf(call, id);
  if (cancelled !== undefined) batch.cancel(call.state.options.now());
  return { json: batchObject(call, batch) };
}

async function upload({ state, contentType, body, serial }: BatchCall): Promise<unknown> {
  const form = await new Response(body, { headers: { 'content-type': contentType } }).formData().catch(() => {
    // The parser's message quotes the body.
    throw new RefusedRequest({ kind: 'notJson' });
  });
  const file = form.get('file');
  if (form.get('purpose') !== 'batch') refuseField('purpose', 'value', "'batch'");
  if (!(file instanceof File)) return refuseField('file', 'missing', 'a file');
  const id = `file-sim${serial}`;
  state.wires.openai.shelf.files.set(id, await file.text());
  return {
    id,
    object: 'file',
    bytes: file.size,
    created_at: seconds(state.options.now()),
    filename: file.name,
    purpose: 'batch',
    status: 'processed',
  };
}

function create(call: BatchCall): unknown {
  const { state, serial } = call;
  const body = bodyOf(call);
  const fileId = requiredString(body, 'input_file_id');
  const path = requiredString(body, 'endpoint');
  const endpoint =
    ENDPOINTS.get(path) ?? refuseField('endpoint', 'value', [...ENDPOINTS.keys()].join(' or '));
  if (body['completion_window'] !== '24h') refuseField('completion_window', 'value', "'24h'");
  const file = state.wires.openai.shelf.files.get(fileId);
  if (file === undefined) return refuseField('input_file_id', 'value', 'the id of an uploaded file');
  const batch = new SimulatedBatch({
    id: `batch_sim${serial}`,
    tasks: file
      .split('\n')
      .filter((line) => line !== '')
      .map(toTask),
    createdAt: state.options.now(),
    durationMs: state.options.batchMs,
    answer: (task) => answerTask(state, 'openai', endpoint, task, state.nextBatchSerial()),
  });
  state.wires.openai.shelf.batches.set(batch.id, batch);
  return batchObject(call, batch);
}

function toTask(line: string, index: number): BatchTask {
  const field = `input_file[${index}]`;
  let task: unknown;
  try {
    task = JSON.parse(line);
  } catch {
    // Said below, without the line.
    task = undefined;
  }
  if (!isObject(task) || !isObject(task['body'])) return refuseField(field, 'type', 'a request as JSON');
  return { customId: requiredString(task, 'custom_id'), body: task['body'] };
}

function batchOf({ state }: BatchCall, id: string): SimulatedBatch {
  return state.wires.openai.shelf.batches.get(id) ?? refuseField('batch_id', 'value', 'the id of a batch');
}

function batchObject({ state }: BatchCall, batch: SimulatedBatch): unknown {
  const now = state.options.now();
  const results = batch.results(now);
  const completed = results.filter(({ outcome }) => outcome.ended === 'answered').length;
  const failed = results.filter(({ outcome }) => outcome.ended === 'refused').length;
  const ended = batch.ended(now);
  const cancelled = batch.cancelInitiatedAt !== undefined;
  return {
    id: batch.id,
    object: 'batch',
    endpoint: '/v1/responses',
    errors: null,
    completion_window: '24h',
    status: ended ? (cancelled ? 'cancelled' : 'completed') : 'in_progress',
    output_file_id: ended && completed > 0 ? `file-out-${batch.id}` : null,
    error_file_id: ended && completed < batch.total ? `file-err-${batch.id}` : null,
    created_at: seconds(batch.createdAt),
    expires_at: seconds(batch.createdAt) + DAY_SECONDS,
    request_counts: { total: batch.total, completed, failed },
  };
}

/** The lines of an output or error file, or of an uploaded one. */
function linesOf(call: BatchCall, fileId: string): readonly unknown[] {
  const [, kind, id] = /^file-(out|err)-(.+)$/.exec(fileId) ?? [];
  if (id === undefined) return refuseField('file_id', 'value', 'the id of a file of results');
  return batchOf(call, id)
    .results(call.state.options.now())
    .filter(({ outcome }) => (outcome.ended === 'answered') === (kind === 'out'))
    .map((result, index) => toLine(result, `batch_req_${id}_${index}`));
}

function toLine({ customId, outcome }: TaskResult, id: string): unknown {
  const line = { id, custom_id: customId, response: null, error: null };
  switch (outcome.ended) {
    case 'cancelled':
      return {
        ...line,
        error: { code: 'batch_cancelled', message: 'This request was cancelled with its batch.' },
      };
    case 'answered':
    case 'refused':
      return {
        ...line,
        response: {
          status_code: outcome.ended === 'answered' ? 200 : outcome.status,
          request_id: `req_sim${outcome.serial}`,
          body: outcome.body,
        },
      };
    default:
      return outcome satisfies never;
  }
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
