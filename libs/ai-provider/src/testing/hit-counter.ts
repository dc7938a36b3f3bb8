import type { HitFilter } from './simulator.types.js';
import { WIRES, type Wire } from './wire.types.js';

/** Clients name models freely; beyond so many names (and such lengths) they are counted in the total only. */
const MAX_MODELS = 1_000;
const MAX_NAME_LENGTH = 200;

export interface WireHits {
  readonly total: number;
  readonly models: Readonly<Record<string, number>>;
}

/** Counts inference requests by wire and model; unlike the journal it forgets none. */
export class HitCounter {
  #totals = new Map<Wire, number>();
  #models = new Map<Wire, Map<string, number>>();

  count(wire: Wire): void {
    this.#totals.set(wire, (this.#totals.get(wire) ?? 0) + 1);
  }

  /** Second half of a count, once the body has told the model. */
  countModel(wire: Wire, model: string): void {
    const models = this.#models.get(wire) ?? new Map<string, number>();
    this.#models.set(wire, models);
    if (!models.has(model) && (models.size >= MAX_MODELS || model.length > MAX_NAME_LENGTH)) return;
    models.set(model, (models.get(model) ?? 0) + 1);
  }

  hits(wire?: Wire, { model }: HitFilter = {}): number {
    let sum = 0;
    for (const each of wire ? [wire] : WIRES) {
      sum += (model === undefined ? this.#totals.get(each) : this.#models.get(each)?.get(model)) ?? 0;
    }
    return sum;
  }

  of(wire: Wire): WireHits {
    return { total: this.hits(wire), models: Object.fromEntries(this.#models.get(wire) ?? []) };
  }

  reset(): void {
    this.#totals = new Map();
    this.#models = new Map();
  }
}
