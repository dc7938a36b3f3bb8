import { startSimulator, WIRES, type Simulator } from '@hydrogenai/ai-provider/testing';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { OpenedPlace, PlaceRequest, SeenAtPlace } from './faults-place.js';

interface Place {
  readonly faulty: Simulator;
  readonly healthy: Simulator;
  readonly elsewhere: Simulator;
}

const PATHS = { openai: '/chat/completions', groq: '/chat/completions', anthropic: '/messages' } as const;

/**
 * Simulators in a process of their own, three for each cell of the matrix: what a contender still sends when its cell
 * is over can never be taken for the hit of another one.
 */
export async function start(): Promise<{ url: string }> {
  const places = new Map<number, Place>();
  const server = createServer(async (request, response) => {
    const body: unknown = JSON.parse(await textOf(request));
    const answer =
      // Both come from faults-place.ts, which sends nothing else.
      request.url === '/open'
        ? await open(places, body as PlaceRequest)
        : await close(places, body as number);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  // Some cells take longer than an idle connection lives by default, and a request may meet its end.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}` };
}

async function open(places: Map<number, Place>, { wire, fault, times }: PlaceRequest): Promise<OpenedPlace> {
  const [faulty, healthy, elsewhere] = await Promise.all([
    startSimulator(),
    startSimulator(),
    startSimulator(),
  ]);
  if (fault?.kind === 'redirectElsewhere') {
    // By another name too: clients compare host names and not addresses.
    const to = elsewhere.urls[wire].replace('127.0.0.1', 'localhost') + PATHS[wire];
    faulty.fail(wire, { kind: 'redirect', to }, { times });
  } else if (fault) faulty.fail(wire, fault, { times });
  const id = faulty.port;
  places.set(id, { faulty, healthy, elsewhere });
  return { id, faulty: faulty.urls, healthy: healthy.urls };
}

async function close(places: Map<number, Place>, id: number): Promise<SeenAtPlace> {
  const place = places.get(id);
  if (!place) throw new Error('there is no such place');
  places.delete(id);
  const { faulty, healthy, elsewhere } = place;
  const seen = {
    faulty: hitsOf(faulty),
    healthy: hitsOf(healthy),
    elsewhere: hitsOf(elsewhere),
    keysElsewhere: elsewhere.journal.filter(({ keyTag }) => keyTag !== undefined).length,
    abortedAtFaulty: faulty.journal.filter(({ aborted }) => aborted).length,
  };
  await Promise.all([faulty.close(), healthy.close(), elsewhere.close()]);
  return seen;
}

/** A refused request counts too, also one that lost its key on the way. */
function hitsOf(simulator: Simulator): number {
  return WIRES.reduce((sum, wire) => sum + simulator.hits(wire), 0);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += piece;
  return text;
}
