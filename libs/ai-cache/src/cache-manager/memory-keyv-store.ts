import { LRUCache } from 'lru-cache';
import type { KeyvStoreAdapter, StoredData } from 'keyv';

/** Map slot and list links of an entry, rounded up. */
const ENTRY_OVERHEAD_BYTES = 128;

/** Memory for Keyv without Redis, bounded by bytes; Keyv's own Map grows for ever. Keyv hands it texts with their expiry. */
export function memoryKeyvStore(maxBytes: number): KeyvStoreAdapter {
  const texts = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (text, key) => Buffer.byteLength(text) + key.length * 2 + ENTRY_OVERHEAD_BYTES,
  });
  return {
    opts: {},
    // Keyv serialises before it stores, so what comes back is the text that its type calls stored data.
    get: async <Value>(key: string) => texts.get(key) as StoredData<Value> | undefined,
    set: async (key: string, text: string) => texts.set(key, text) !== undefined,
    delete: async (key) => texts.delete(key),
    clear: async () => texts.clear(),
    on() {
      return this;
    },
  };
}
