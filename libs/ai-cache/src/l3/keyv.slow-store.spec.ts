import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { SqliteKeyvStore } from '../sqlite/sqlite-keyv.store.js';
import { memoryKeyvStore } from '../cache-manager/memory-keyv-store.js';
import { KeyvSlowStore } from './keyv.slow-store.js';
import { itIsASlowStore } from '../../../../test/support/slow-store.contract.js';
import { StoreRefusedError } from './slow-store.js';

describe.each([
  ['a Keyv on a Map', () => new KeyvSlowStore(new Keyv())],
  ['an adapter', () => new KeyvSlowStore(memoryKeyvStore(10_000_000))],
  ['SqliteKeyvStore', () => new KeyvSlowStore(new SqliteKeyvStore({ file: ':memory:' }))],
  ['a Keyv on SqliteKeyvStore', () => new KeyvSlowStore(new Keyv(new SqliteKeyvStore({ file: ':memory:' })))],
])('%s as third tier', (_, open) => {
  itIsASlowStore(open);
});

describe('a Keyv as third tier', () => {
  it('keeps its namespace, so that clearing it clears these entries', async () => {
    const keyv = new Keyv({ store: new Map(), namespace: 'mine' });
    const store = new KeyvSlowStore(keyv);
    await store.set('k', Buffer.from('x'), 1_000);
    expect([...keyv.store.keys()]).toEqual(['mine:k']);
    await keyv.clear();
    expect(await store.get('k')).toBeUndefined();
  });

  it('passes failures of its adapter on, which Keyv would hide', async () => {
    const broken = { ...memoryKeyvStore(10_000_000), get: () => Promise.reject(new Error('down')) };
    const keyv = new Keyv({ store: broken });
    await expect(new KeyvSlowStore(keyv).get('k')).rejects.toThrow('down');
    const full = { ...memoryKeyvStore(10_000_000), set: async () => false };
    await expect(new KeyvSlowStore(full).set('k', Buffer.from('x'), 1)).rejects.toThrow(StoreRefusedError);
  });

  it.each([['not base64 \u0000 at all'], [{ value: 1 }], [42], [true]])(
    'gives bytes that are no record for a foreign value: %j',
    async (foreign) => {
      const store = new KeyvSlowStore(new Keyv({ store: new Map([['keyv:k', foreign]]) }));
      expect(await store.get('k')).toBeInstanceOf(Buffer);
    },
  );
});
