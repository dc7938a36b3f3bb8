import { HitCounter } from './hit-counter.js';
import { Journal } from './journal.js';
import type { ResolvedSimulatorOptions } from './simulator.options.js';
import { WireState } from './wire-state.js';
import { WIRES, type Wire } from './wire.types.js';

/** Everything that one simulator remembers. */
export class SimulatorState {
  readonly journal: Journal;
  readonly hits = new HitCounter();
  readonly wires: Readonly<Record<Wire, WireState>>;

  private batchSerial = 0;

  constructor(readonly options: ResolvedSimulatorOptions) {
    this.journal = new Journal(options.journalSize);
    this.wires = {
      groq: new WireState('groq', options),
      openai: new WireState('openai', options),
      anthropic: new WireState('anthropic', options),
    };
  }

  /** Numbers the answers of batches, which have no entry in the journal. */
  nextBatchSerial(): number {
    this.batchSerial += 1;
    return this.batchSerial;
  }

  recover(wire?: Wire): void {
    for (const each of wire ? [wire] : WIRES) this.wires[each].faults.clear();
  }

  reset(): void {
    this.journal.reset();
    this.hits.reset();
    for (const wire of WIRES) this.wires[wire].reset();
  }
}
