import { InvalidOptionError } from '@hydrogenai/common';
import { Keyv, type KeyvEntry, type KeyvStoreAdapter } from 'keyv';

/**
 * A Keyv that refuses lifetimes which Redis cannot take. Plain Keyv passes `0.5`, `-1` or `'5s'` on, Redis refuses them,
 * Keyv hides that, and the caller believes that the value is stored.
 */
export class CheckedKeyv extends Keyv {
  constructor(store: KeyvStoreAdapter, namespace: string) {
    // The store writes the prefix itself: Keyv's own leaves it out of keys that happen to begin with it.
    super({ store, namespace, useKeyPrefix: false });
  }

  override async set<Value>(key: string, value: Value, ttl?: number): Promise<boolean> {
    assertTtl(ttl);
    return super.set(key, value, ttl);
  }

  override async setMany<Value>(entries: KeyvEntry[]): Promise<boolean[]> {
    for (const { ttl } of entries) assertTtl(ttl);
    return super.setMany<Value>(entries);
  }

  /** @throws what the store throws. Keyv's own hides it, and the caller believes that everything is gone. */
  override async clear(): Promise<void> {
    await this.store.clear();
  }
}

/** @throws InvalidOptionError */
function assertTtl(ttl: number | undefined): void {
  if (ttl === undefined || (Number.isSafeInteger(ttl) && ttl >= 0)) return;
  throw new InvalidOptionError({
    field: 'ttl',
    accepted: 'whole milliseconds, or 0 for no expiry',
    received: ttl,
  });
}
