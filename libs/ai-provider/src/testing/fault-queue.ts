import type { Fault, FaultScope } from './fault.types.js';

export interface QueuedFault {
  readonly fault: Fault;
  readonly times: number | 'always';
  readonly model?: string;
  readonly path?: string;
}

/** What is known of a request when its fault is chosen. */
export interface FaultTarget {
  readonly path: string;
  readonly model: string | undefined;
  readonly inference: boolean;
}

/** The scripted faults of one wire; each request takes the first that fits it. */
export class FaultQueue {
  #queue: QueuedFault[] = [];

  get queued(): readonly QueuedFault[] {
    return [...this.#queue];
  }

  add(fault: Fault, { times = 1, ...scope }: FaultScope = {}): void {
    this.#queue.push({ fault, times, ...scope });
  }

  take(target: FaultTarget): Fault | undefined {
    const index = this.#queue.findIndex((queued) => fits(queued, target));
    const queued = this.#queue[index];
    if (!queued) return undefined;
    if (queued.times === 1) this.#queue.splice(index, 1);
    else if (queued.times !== 'always') this.#queue[index] = { ...queued, times: queued.times - 1 };
    return queued.fault;
  }

  clear(): void {
    this.#queue = [];
  }
}

function fits({ model, path }: QueuedFault, target: FaultTarget): boolean {
  if (model !== undefined && model !== target.model) return false;
  return path === undefined ? target.inference : target.path.endsWith(path);
}
