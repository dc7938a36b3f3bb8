/** What the third tier needs of a database. Every call may reject; what it rejects with never reaches a request. */
export interface SlowStore {
  /** The bytes under a key; undefined when there are none. */
  get(key: string): Promise<Buffer | undefined>;
  /** `lifetimeMs` is whole and positive; a store that cannot forget by itself may ignore it. */
  set(key: string, bytes: Buffer, lifetimeMs: number): Promise<void>;
  /** Fine when there is nothing. */
  delete(key: string): Promise<void>;
  /** Gives back connections and files. */
  close(): Promise<void>;
}

/** The store is well and did not take a value, for example because it is full. Internal: the entry is left out. */
export class StoreRefusedError extends Error {
  override readonly name = 'StoreRefusedError';
}
