import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseFault, parseFaultScope } from './fault.parser.js';
import { isLoopback } from './loopback.policy.js';
import { RefusedRequest } from './problem.types.js';
import { readBody } from './request-body.js';
import { SimulatorInputError } from './simulator-input.error.js';
import type { SimulatorState } from './simulator-state.js';
import type { JournalEntry } from './simulator.types.js';
import { isWire, WIRES, type Wire } from './wire.types.js';
import { isObject } from './wires/request-fields.js';

export const CONTROL_PREFIX = '/_simulator/';

const MAX_CONTROL_BODY_BYTES = 1024 * 1024;
const ROUTES = 'POST or DELETE faults, GET journal, GET state, POST reset';

interface ControlAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Serves the control paths to another process on this machine. */
export async function handleControl(
  state: SimulatorState,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { status, body } = await answerOf(state, request, url).catch(refusal);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function answerOf(state: SimulatorState, request: IncomingMessage, url: URL): Promise<ControlAnswer> {
  const text = await readBody(request, MAX_CONTROL_BODY_BYTES);
  // No key guards these paths: neither other machines nor web pages in a browser here may use them.
  if (!isLoopback(request.socket.remoteAddress ?? '') || request.headers.origin !== undefined) {
    return {
      status: 403,
      body: { error: { message: 'Control paths serve programs on this machine only.' } },
    };
  }
  switch (`${request.method} ${url.pathname.slice(CONTROL_PREFIX.length)}`) {
    case 'POST faults':
      addFault(state, text);
      return { status: 200, body: { queued: queuedFaults(state) } };
    case 'DELETE faults':
      state.recover(optionalWire(url.searchParams.get('wire')));
      return { status: 200, body: { queued: queuedFaults(state) } };
    case 'GET journal':
      return { status: 200, body: journalOf(state, url.searchParams.get('bodies') === '1') };
    case 'GET state':
      return { status: 200, body: stateOf(state) };
    case 'POST reset':
      state.reset();
      return { status: 200, body: { reset: true } };
    default:
      return { status: 404, body: { error: { message: `Unknown control path; there are: ${ROUTES}.` } } };
  }
}

function addFault(state: SimulatorState, text: string): void {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Answered below like any other body that is not an object.
    body = undefined;
  }
  if (!isObject(body))
    throw new SimulatorInputError('body', 'a JSON object {wire, fault, times?, model?, path?}', body);
  const { wire, fault, ...scope } = body;
  if (!isWire(wire)) throw new SimulatorInputError('wire', `one of ${WIRES.join(', ')}`, wire);
  state.wires[wire].faults.add(parseFault(fault), parseFaultScope(scope));
}

function optionalWire(wire: string | null): Wire | undefined {
  if (wire === null) return undefined;
  if (!isWire(wire))
    throw new SimulatorInputError('wire', `one of ${WIRES.join(', ')}, or none for all`, wire);
  return wire;
}

function queuedFaults({ wires }: SimulatorState): readonly unknown[] {
  return WIRES.flatMap((wire) => wires[wire].faults.queued.map((queued) => ({ wire, ...queued })));
}

/** Errors by name only: their messages may hold what was asked. */
function journalOf({ journal }: SimulatorState, bodies: boolean): readonly unknown[] {
  return journal.entries.map(({ body, error, ...entry }: JournalEntry) => ({
    ...entry,
    ...(error && { error: error.name }),
    ...(bodies && { body }),
  }));
}

function stateOf(state: SimulatorState): unknown {
  const of = <Value>(read: (wire: Wire) => Value) =>
    Object.fromEntries(WIRES.map((wire) => [wire, read(wire)]));
  return {
    hits: of((wire) => state.hits.of(wire)),
    buckets: of((wire) => state.wires[wire].limits.snapshot()),
    faults: queuedFaults(state),
  };
}

function refusal(error: unknown): ControlAnswer {
  if (error instanceof SimulatorInputError) {
    const { field, accepted, message } = error;
    return {
      status: 400,
      body: { error: { field, accepted, message, remedy: `Correct '${field}' and send the request again.` } },
    };
  }
  if (error instanceof RefusedRequest) {
    return { status: 413, body: { error: { message: `At most ${MAX_CONTROL_BODY_BYTES} bytes are read.` } } };
  }
  return { status: 500, body: { error: { message: error instanceof Error ? error.name : 'unknown' } } };
}
