import { InvalidOptionError, matching, wholeNumber } from '@hydrogenai/common';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { TAKES_BYTES } from '../l3/keyv.slow-store.js';
import { SqliteThread } from './sqlite.thread.js';

export interface SqliteKeyvStoreOptions {
  /** Path of the database file, made when it is not there; its folder must exist. `:memory:` keeps nothing. */
  readonly file: string;
  /** Table of our own in it: 1 to 64 letters, digits or `_`. Default: `hydrogenai_cache`. */
  readonly table?: string | undefined;
  /** Bound of the file, 1 MiB to 1 TiB: beyond it what was written first goes first. Default: 1 GiB. */
  readonly maxBytes?: number | undefined;
}

const MiB = 1024 * 1024;
const TABLE = /^[A-Za-z_]\w{0,63}$/;
/** The character after the colon: keys of a namespace are those from `ns:` to before `ns;`. */
const AFTER_COLON = ';';

/**
 * A Keyv storage adapter on the SQLite that is part of Node (22.13 and later). The database lives in a thread of its own
 * in WAL mode, so several processes may share a file. Expired rows go a few at a time with later writes; nothing runs by
 * itself. Values are texts or bytes.
 */
export class SqliteKeyvStore implements KeyvStoreAdapter {
  readonly opts: { readonly dialect: 'sqlite'; readonly table: string };
  readonly [TAKES_BYTES] = true;
  /** Set by Keyv: `clear()` deletes this namespace and no other. */
  namespace: string | undefined;
  private readonly thread: SqliteThread;

  /** @throws InvalidOptionError; what is wrong with the file itself is said by the first call */
  constructor({ file, table = 'hydrogenai_cache', maxBytes = 1_024 * MiB }: SqliteKeyvStoreOptions) {
    if (typeof file !== 'string' || file === '' || file.includes('\0')) {
      throw new InvalidOptionError({
        field: 'file',
        accepted: 'the path of a file',
        received: file,
        secret: true,
      });
    }
    matching(table, TABLE, 'table', '1 to 64 letters, digits or _, not beginning with a digit');
    wholeNumber(maxBytes, 'maxBytes', MiB, MiB * MiB);
    this.opts = { dialect: 'sqlite', table };
    this.thread = new SqliteThread({ file, table, maxBytes });
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    // What Keyv calls stored data is the text or the bytes that it stored.
    return (await this.thread.call({ op: 'get', key })) as StoredData<Value> | undefined;
  }

  /** Resolves with false when a file of `maxBytes` cannot hold it. */
  async set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    const expiresAtMs = typeof ttl === 'number' && ttl > 0 ? Math.ceil(Date.now() + ttl) : null;
    if (typeof value === 'string') return this.write(key, value, expiresAtMs);
    if (value instanceof Uint8Array) {
      // A copy of its own, which the other thread takes over: a Buffer may be a part of a larger one.
      const bytes = new Uint8Array(value);
      return this.write(key, bytes, expiresAtMs, [bytes.buffer]);
    }
    throw new TypeError('SqliteKeyvStore stores texts and bytes: leave the serialisation of Keyv on.');
  }

  async delete(key: string): Promise<boolean> {
    return (await this.thread.call({ op: 'delete', key })) === true;
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  /** Step by step, so that other calls get their turn. */
  async clear(): Promise<void> {
    const { namespace } = this;
    const range =
      namespace === undefined
        ? ({ from: '', to: null } as const)
        : { from: `${namespace}:`, to: `${namespace}${AFTER_COLON}` };
    while ((await this.thread.call({ op: 'clearStep', ...range })) !== 0);
  }

  /** Closes the file and ends the thread. */
  disconnect(): Promise<void> {
    return this.thread.end();
  }

  /** It emits nothing: what goes wrong is told to who called. */
  on(): this {
    return this;
  }

  private async write(
    key: string,
    value: string | Uint8Array,
    expiresAtMs: number | null,
    transfer: ArrayBuffer[] = [],
  ): Promise<boolean> {
    return (await this.thread.call({ op: 'set', key, value, expiresAtMs }, transfer)) === true;
  }
}
