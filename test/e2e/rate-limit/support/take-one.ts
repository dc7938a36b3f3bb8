import type { GcraDecision, GcraRate } from '@hydrogenai/rate-limit';
import type { MemoryStore } from '../../../../libs/rate-limit/src/stores/memory.store.js';
import type { TakeOutcome } from '../../../../libs/rate-limit/src/stores/rate-limit.store.js';

interface One {
  readonly bucket: string;
  readonly rate: GcraRate;
  readonly cost: number;
}

/** One charge against a memory store. */
export function takeOne(store: MemoryStore, one: One): GcraDecision {
  return verdictOf(store.take({ charges: [{ ...one, binding: true }] }));
}

/** What a store said of the only charge. */
export function verdictOf(outcome: TakeOutcome): GcraDecision {
  if (outcome.kind === 'unavailable') throw new Error(`the store is unavailable: ${outcome.reason}`);
  const [verdict] = outcome.verdicts;
  if (!verdict) throw new Error('the store said nothing');
  return verdict;
}
