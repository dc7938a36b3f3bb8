import { hash } from 'node:crypto';
import { Keyv, type KeyvStoreAdapter } from 'keyv';
import { StoreRefusedError, type SlowStore } from './slow-store.js';

/** Many adapters have columns of 255 characters. */
const LONGEST_KEY = 250;
const HASH_CHARACTERS = 43;

/** A storage adapter of ours says with this mark that it takes bytes as they are. */
export const TAKES_BYTES: unique symbol = Symbol.for('@hydrogenai/ai-cache/takes-bytes');

/** What the adapters of Keyv have in common at run time; a plain Map answers at once, so nothing here is a promise for sure. */
interface Adapter {
  get(key: string): unknown;
  set(key: string, value: unknown, ttl: number): unknown;
  delete(key: string): unknown;
  disconnect?(): unknown;
  on?(event: 'error', listener: () => void): unknown;
  off?(event: 'error', listener: () => void): unknown;
}

/**
 * A storage adapter of Keyv as the third tier uses it. It goes past Keyv itself, which hides failures of the adapter, so
 * that a dead database looked like an empty one.
 */
export class KeyvSlowStore implements SlowStore {
  private readonly adapter: Adapter;
  private readonly prefix: string;
  private readonly takesBytes: boolean;

  constructor(keyv: Keyv | KeyvStoreAdapter) {
    const isKeyv = keyv instanceof Keyv || ('opts' in keyv && 'store' in keyv);
    // Keyv types its store as anything; what it accepted has these methods.
    this.adapter = (isKeyv ? (keyv as Keyv).store : keyv) as Adapter;
    const { namespace } = keyv;
    this.prefix = isKeyv && namespace !== undefined && (keyv as Keyv).useKeyPrefix ? `${namespace}:` : '';
    this.takesBytes = TAKES_BYTES in this.adapter;
    this.adapter.on?.('error', ignore);
  }

  async get(key: string): Promise<Buffer | undefined> {
    const stored = await this.adapter.get(this.keyOf(key));
    if (stored === undefined || stored === null) return undefined;
    if (stored instanceof Uint8Array) return Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
    // Anything else is no record: as bytes it is one that cannot be read.
    return Buffer.from(typeof stored === 'string' ? stored : '', 'base64');
  }

  async set(key: string, bytes: Buffer, lifetimeMs: number): Promise<void> {
    const stored = await this.adapter.set(
      this.keyOf(key),
      this.takesBytes ? bytes : bytes.toString('base64'),
      lifetimeMs,
    );
    if (stored === false) throw new StoreRefusedError('The storage adapter did not store the entry.');
  }

  async delete(key: string): Promise<void> {
    await this.adapter.delete(this.keyOf(key));
  }

  async close(): Promise<void> {
    await this.adapter.disconnect?.();
    this.adapter.off?.('error', ignore);
  }

  /** Long keys keep their beginning, so that who looks into the database sees whose they are. */
  private keyOf(key: string): string {
    const full = `${this.prefix}${key}`;
    if (full.length <= LONGEST_KEY) return full;
    return `${full.slice(0, LONGEST_KEY - HASH_CHARACTERS - 1)}#${hash('sha256', full, 'base64url')}`;
  }
}

/** Adapters emit what they also reject with; without a listener Node would end the process. */
function ignore(): void {
  return undefined;
}
