import { MemoryOrder, hashOf, weightOf, type Ordered } from '@hydrogenai/ai-cache/memory';
import { LRUCache } from 'lru-cache';
import { savedMsOf, sizeOf, type Trace } from './eviction-traces.js';

/** Answers whether it holds a key, and keeps it from then on if it wants to. */
export type Ask = (key: number) => boolean;

export interface Replayed {
  /** Requests that were hits, in percent. */
  readonly hits: number;
  /** Computing time that hits saved, in percent of that of all requests. */
  readonly saved: number;
}

interface Thing extends Ordered {
  readonly key: number;
}

/** The order of our memory, with an index as the store has it. */
export function ourOrder(maxBytes: number, weighted: boolean): Ask {
  const held = new Map<number, Thing>();
  const order = new MemoryOrder<Thing>(maxBytes, ({ key }) => held.delete(key));
  return (key) => {
    const known = held.get(key);
    if (known !== undefined) {
      order.touch(known);
      return true;
    }
    const bytes = sizeOf(key);
    const weight = weightOf(weighted ? { savedMs: savedMsOf(key) } : {});
    const place = { uses: 0, agedIn: 0, inWindow: true, expiresMs: Number.POSITIVE_INFINITY };
    const thing = { key, hash: hashOf(`question:${key}`), bytes, weight, ...place };
    order.add(thing, 0);
    held.set(key, thing);
    return false;
  };
}

export function plainLru(maxBytes: number): Ask {
  const lru = new LRUCache<number, true>({ maxSize: maxBytes, sizeCalculation: (_, key) => sizeOf(key) });
  return (key) => {
    if (lru.get(key) !== undefined) return true;
    lru.set(key, true);
    return false;
  };
}

export function replay({ keys }: Trace, ask: Ask): Replayed {
  let hits = 0;
  let savedMs = 0;
  let allMs = 0;
  for (const key of keys) {
    const ms = savedMsOf(key);
    allMs += ms;
    if (!ask(key)) continue;
    hits += 1;
    savedMs += ms;
  }
  return { hits: (100 * hits) / keys.length, saved: (100 * savedMs) / allMs };
}
