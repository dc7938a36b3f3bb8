import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { SlowStore } from '../../libs/ai-cache/src/l3/slow-store.js';

/** What every third tier must do, on whatever database. */
export function itIsASlowStore(open: () => SlowStore): void {
  it('brings bytes back as they were, and nothing for what was never stored', async () => {
    const store = open();
    const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index));
    const key = `contract:${randomUUID()}`;
    expect(await store.get(key)).toBeUndefined();
    await store.set(key, bytes, 60_000);
    expect(await store.get(key)).toEqual(bytes);
    await store.set(key, bytes.subarray(10, 20), 60_000);
    expect(await store.get(key)).toEqual(bytes.subarray(10, 20));
    await store.close();
  });

  it('deletes, also what is not there', async () => {
    const store = open();
    const key = `contract:${randomUUID()}`;
    await store.set(key, Buffer.from('x'), 60_000);
    await store.delete(key);
    await store.delete(key);
    expect(await store.get(key)).toBeUndefined();
    await store.close();
  });

  it('keeps apart long keys that differ only at the end, and 1 MB', async () => {
    const store = open();
    const long = `contract:${randomUUID()}:${'k'.repeat(600)}`;
    const large = Buffer.alloc(1_000_000, 'large');
    await store.set(`${long}1`, large, 60_000);
    await store.set(`${long}2`, Buffer.from('two'), 60_000);
    expect((await store.get(`${long}1`))?.equals(large)).toBe(true);
    expect(await store.get(`${long}2`)).toEqual(Buffer.from('two'));
    expect(await store.get(`${long}3`)).toBeUndefined();
    await store.close();
  });
}
