import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteStoreError } from './sqlite-store.error.js';
import { SqliteKeyvStore, type SqliteKeyvStoreOptions } from './sqlite-keyv.store.js';

let folder: string;
let file: string;
const stores: SqliteKeyvStore[] = [];

function open(options: Partial<SqliteKeyvStoreOptions> = {}): SqliteKeyvStore {
  const store = new SqliteKeyvStore({ file, ...options });
  stores.push(store);
  return store;
}

/** What is in the file, whatever the store says. */
function keysInFile(table = 'hydrogenai_cache'): unknown[] {
  const db = new DatabaseSync(file);
  const rows = db.prepare(`SELECT key FROM "${table}" ORDER BY key`).all();
  db.close();
  return rows.map((row) => row['key']);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlite-store-'));
  file = join(folder, 'cache.db');
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.disconnect();
  await rm(folder, { recursive: true, force: true });
});

describe('SqliteKeyvStore', () => {
  it('keeps texts as texts and bytes as bytes, over a restart', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index);
    const store = open();
    await store.set('text', 'ä€😀\u0000');
    // A part of a larger buffer, as ioredis gives them: only the part may be stored, and the rest must stay whole.
    const part = Buffer.concat([Buffer.alloc(10), bytes]).subarray(10);
    await store.set('bytes', part);
    expect(part[5]).toBe(5);
    await store.disconnect();
    const again = open();
    expect(await again.get('text')).toBe('ä€😀\u0000');
    expect(await again.get('bytes')).toEqual(bytes);
    expect(await again.get('nothing')).toBeUndefined();
    expect(await again.delete('text')).toBe(true);
    expect(await again.delete('text')).toBe(false);
    expect(await again.has('text')).toBe(false);
  });

  it('is a store for Keyv, with its lifetimes and its namespaces', async () => {
    const store = open();
    const [one, two] = [
      new Keyv({ store, namespace: 'one' }),
      new Keyv({ store: open(), namespace: 'one_' }),
    ];
    await one.set('k', { n: [1, Buffer.from('x')] });
    await two.set('k', 'other');
    await one.set('gone', 1, 1);
    expect(await one.get('k')).toEqual({ n: [1, Buffer.from('x')] });
    await expect.poll(() => one.get('gone'), { interval: 5 }).toBeUndefined();
    await one.clear();
    expect(await one.get('k')).toBeUndefined();
    expect(await two.get('k')).toBe('other');
  });

  it('clears a large namespace whole and nothing beside it, also where its name is a pattern elsewhere', async () => {
    const store = open();
    store.namespace = 'a%';
    await Promise.all(Array.from({ length: 1_200 }, (_, index) => store.set(`a%:${index}`, 'x')));
    await store.set('ab:1', 'kept');
    await store.set('a%;', 'kept');
    await store.clear();
    expect(keysInFile()).toEqual(['a%;', 'ab:1']);
    store.namespace = undefined;
    await store.clear();
    expect(keysInFile()).toEqual([]);
  });

  it('hides an entry from its expiry on and deletes what has expired with later writes', async () => {
    const store = open();
    await Promise.all(Array.from({ length: 12 }, (_, index) => store.set(`short:${index}`, 'x', 1)));
    await expect.poll(() => store.get('short:11'), { interval: 2 }).toBeUndefined();
    for (let write = 0; write < 3; write++) await store.set('long', 'x', 60_000);
    expect(keysInFile()).toEqual(['long']);
    await store.set('forever', 'x');
    expect(await store.get('forever')).toBe('x');
  });

  it('stays within its bytes: what was written first goes first, and what is larger than all is not stored', async () => {
    const maxBytes = 1024 * 1024;
    const store = open({ maxBytes });
    const value = new Uint8Array(20_000);
    for (let index = 0; index < 200; index++) expect(await store.set(`key:${index}`, value)).toBe(true);
    expect(await store.get('key:199')).toEqual(value);
    expect(await store.get('key:0')).toBeUndefined();
    expect(await store.set('giant', new Uint8Array(2 * maxBytes))).toBe(false);
    expect(await store.set('after', value)).toBe(true);
    await store.disconnect();
    expect((await stat(file)).size).toBeLessThanOrEqual(maxBytes);
  });

  it('shares a file with others who write at the same time', async () => {
    const [one, two] = [open(), open()];
    const writes = Array.from({ length: 300 }, (_, index) =>
      Promise.all([one.set(`one:${index}`, 'x'), two.set(`two:${index}`, 'x')]),
    );
    await Promise.all(writes);
    expect(keysInFile()).toHaveLength(600);
    expect(await one.get('two:299')).toBe('x');
  });

  it('keeps tables apart', async () => {
    const [one, two] = [open({ table: 'one' }), open({ table: 'two' })];
    await one.set('k', 'one');
    expect(await two.get('k')).toBeUndefined();
  });

  it('leaves the event loop alone while it works', async () => {
    const store = open();
    const value = new Uint8Array(4 * 1024 * 1024);
    await store.set('warm', 'x');
    let turns = 0;
    let working = true;
    const turn = (): void => {
      turns += 1;
      if (working) setImmediate(turn);
    };
    setImmediate(turn);
    await Promise.all([1, 2, 3].map((index) => store.set(`k:${index}`, value)));
    working = false;
    // In this thread it would be one turn for each write.
    expect(turns).toBeGreaterThan(20);
  });

  it.each([
    ['a folder that is not there', () => join(folder, 'no', 'such', 'cache.db')],
    ['a folder in place of the file', () => folder],
  ])('says what to do about %s, without its path', async (_, path) => {
    const error: unknown = await open({ file: path() })
      .get('k')
      .catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(SqliteStoreError);
    expect(error).toMatchObject({ message: expect.stringContaining('Check that the folder exists') });
    expect(String(error)).not.toContain(folder);
  });

  it('refuses a file that is something else, and leaves it as it is', async () => {
    const text = 'A letter, and no database. '.repeat(500);
    await writeFile(file, text);
    await expect(open().set('k', 'v')).rejects.toThrow(SqliteStoreError);
    expect((await stat(file)).size).toBe(text.length);
  });

  it.each<[string, Partial<SqliteKeyvStoreOptions>]>([
    ['file', { file: '' }],
    ['table', { table: 'a"; DROP TABLE x; --' }],
    ['maxBytes', { maxBytes: 0 }],
    ['maxBytes', { maxBytes: -1 }],
  ])('refuses a wrong %s', (field, options) => {
    expect(() => open(options)).toThrow(expect.objectContaining({ field }));
  });

  it('refuses what is neither text nor bytes', async () => {
    await expect(open().set('k', { value: 1 })).rejects.toThrow(TypeError);
  });
});
