import type { Wire } from '@hydrogenai/ai-provider/testing';
import type { ScriptedFault } from './faults-rows.js';

export interface PlaceRequest {
  readonly wire: Wire;
  readonly fault: ScriptedFault | undefined;
  readonly times: number | 'always';
}

/** Base URLs by wire. */
export type Urls = Readonly<Record<Wire, string>>;

export interface OpenedPlace {
  readonly id: number;
  readonly faulty: Urls;
  readonly healthy: Urls;
}

/** What the simulators of a cell were sent. */
export interface SeenAtPlace {
  readonly faulty: number;
  readonly healthy: number;
  /** At the host that a redirect points to. */
  readonly elsewhere: number;
  readonly keysElsewhere: number;
  /** Connections that the client closed before its answer was whole. */
  readonly abortedAtFaulty: number;
}

/** Opens and closes the simulators of a cell, in the process where they run. */
export class Places {
  constructor(private readonly url: string) {}

  open(request: PlaceRequest): Promise<OpenedPlace> {
    return this.post('/open', request);
  }

  close(id: number): Promise<SeenAtPlace> {
    return this.post('/close', id);
  }

  private async post<Answer>(path: string, body: unknown): Promise<Answer> {
    const response = await fetch(this.url + path, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`The simulators answered ${response.status} to ${path}.`);
    // By faults-simulators.upstream.ts.
    return (await response.json()) as Answer;
  }
}
