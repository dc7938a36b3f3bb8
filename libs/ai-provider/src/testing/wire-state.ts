import { BatchShelf } from './batch/batch-shelf.js';
import { FaultQueue } from './fault-queue.js';
import { WireLimits } from './limits.js';
import { PromptCache } from './prompt-cache.js';
import type { ResolvedSimulatorOptions } from './simulator.options.js';
import type { Wire } from './wire.types.js';

/** Everything that one wire of one simulator remembers, and its part of the options. */
export class WireState {
  readonly faults = new FaultQueue();
  readonly promptCache = new PromptCache();
  readonly shelf = new BatchShelf();
  readonly limits: WireLimits;
  readonly models: ReadonlySet<string>;
  readonly apiKeys: readonly string[] | undefined;

  constructor(wire: Wire, options: ResolvedSimulatorOptions) {
    this.limits = new WireLimits(options.limits[wire], options.now);
    this.models = new Set(options.models[wire]);
    this.apiKeys = options.apiKeys[wire];
  }

  reset(): void {
    this.faults.clear();
    this.promptCache.reset();
    this.shelf.reset();
    this.limits.reset();
  }
}
