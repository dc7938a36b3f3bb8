import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CONTROL_PREFIX, handleControl } from './control.routes.js';
import { headersToKeep } from './headers-to-keep.js';
import { routeOf } from './endpoints.js';
import { Exchange } from './exchange.js';
import type { Fault, FaultScope } from './fault.types.js';
import { parseFault, parseFaultScope } from './fault.parser.js';
import { SimulatorInputError } from './simulator-input.error.js';
import { SimulatorState } from './simulator-state.js';
import { resolveSimulatorOptions, type SimulatorOptions } from './simulator.options.js';
import type { HitFilter, JournalEntry, Simulator } from './simulator.types.js';
import { handleWireRequest } from './wire.handler.js';
import { isWire, WIRE_BASE_PATHS, WIRES, type Wire } from './wire.types.js';

/** Longer than any client keeps an idle connection, so that none is closed in the moment of its next use. */
const KEEP_ALIVE_MS = 75_000;

/**
 * Starts a server that speaks the wires of Groq, OpenAI and Anthropic.
 * @throws SimulatorInputError for options that make no sense; the system's error when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const state = new SimulatorState(resolveSimulatorOptions(options));
  const open = new Set<Exchange>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) =>
    receive(state, open, request, response),
  );
  const { port, host } = state.options;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return new RunningSimulator(state, server, open);
}

/** Leads one request to its handler. The handlers answer for their failures themselves. */
function receive(
  state: SimulatorState,
  open: Set<Exchange>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const url = new URL(`http://simulator${request.url?.startsWith('/') ? request.url : '/'}`);
  if (url.pathname.startsWith(CONTROL_PREFIX)) {
    void handleControl(state, request, response, url);
    return;
  }
  const route = routeOf(url.pathname);
  const entry = state.journal.open({
    wire: route.wire,
    method: request.method ?? 'GET',
    path: url.pathname,
    inference: route.to === 'endpoint' && route.inference,
    at: state.options.now(),
    headers: headersToKeep(request.headers),
  });
  const exchange = new Exchange(request, response, entry);
  open.add(exchange);
  response.on('close', () => open.delete(exchange));
  void handleWireRequest(state, exchange, route);
}

class RunningSimulator implements Simulator {
  readonly port: number;
  readonly url: string;
  readonly urls: Readonly<Record<Wire, string>>;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly state: SimulatorState,
    private readonly server: Server,
    private readonly open: ReadonlySet<Exchange>,
  ) {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server listens on no TCP port');
    this.port = address.port;
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    this.url = `http://${host}:${address.port}`;
    this.urls = {
      groq: this.url + WIRE_BASE_PATHS.groq,
      openai: this.url + WIRE_BASE_PATHS.openai,
      anthropic: this.url + WIRE_BASE_PATHS.anthropic,
    };
  }

  get journal(): readonly JournalEntry[] {
    return this.state.journal.entries;
  }

  fail(wire: Wire, fault: Fault, scope: FaultScope = {}): void {
    if (!isWire(wire)) throw new SimulatorInputError('wire', `one of ${WIRES.join(', ')}`, wire);
    this.state.wires[wire].faults.add(parseFault(fault), parseFaultScope({ ...scope }));
  }

  recover(wire?: Wire): void {
    this.state.recover(wire);
  }

  hits(wire?: Wire, filter?: HitFilter): number {
    return this.state.hits.hits(wire, filter);
  }

  reset(): void {
    this.state.reset();
  }

  close(): Promise<void> {
    this.#closed ??= new Promise((resolve, reject) => {
      for (const exchange of this.open) exchange.abandon();
      this.server.close((error) => (error ? reject(error) : resolve()));
      this.server.closeAllConnections();
    });
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
