// Runs in a thread of its own. From sources it is run by Node's type stripping, so it imports nothing but Node and types.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { SqliteReply, SqliteRequest, SqliteSettings } from './sqlite-protocol.js';

/** How long a call waits for another process that writes, in ms. */
const BUSY_MS = 250;
const PAGE_BYTES = 4_096;
/** SQLite's own result code for a file that may not grow (https://www.sqlite.org/rescode.html#full). */
const SQLITE_FULL = 13;
/** Expired rows that a write takes along: more than one, so that they never pile up. */
const SWEPT_BY_A_WRITE = 4;
const CLEARED_IN_A_STEP = 500;
/** Rows that go, oldest first, when the file is full; doubled until the new one fits or this often. */
const EVICTED_AT_FIRST = 16;
const EVICTIONS = 10;

type Row = { value: string | Uint8Array; expires: number | null } | undefined;

class Database {
  private readonly db: DatabaseSync;
  private readonly statements: Readonly<
    Record<'get' | 'set' | 'delete' | 'sweep' | 'evict' | 'clear' | 'clearFrom', StatementSync>
  >;

  constructor({ file, table, maxBytes }: SqliteSettings) {
    this.db = new DatabaseSync(file);
    try {
      this.prepareFile(table, maxBytes);
    } catch (error) {
      this.db.close();
      throw error;
    }
    const prepare = (sql: string): StatementSync => this.db.prepare(sql.replaceAll('entries', `"${table}"`));
    this.statements = {
      get: prepare('SELECT value, expires FROM entries WHERE key = ?'),
      // Not an update in place: a row that is written again is the youngest.
      set: prepare('INSERT OR REPLACE INTO entries (key, value, expires) VALUES (?, ?, ?)'),
      delete: prepare('DELETE FROM entries WHERE key = ?'),
      sweep: prepare(
        'DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries WHERE expires <= ? ORDER BY expires LIMIT ?)',
      ),
      evict: prepare('DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries ORDER BY rowid LIMIT ?)'),
      clear: prepare('DELETE FROM entries WHERE rowid IN (SELECT rowid FROM entries LIMIT ?)'),
      clearFrom: prepare(
        'DELETE FROM entries WHERE key IN (SELECT key FROM entries WHERE key >= ? AND key < ? LIMIT ?)',
      ),
    };
  }

  private prepareFile(table: string, maxBytes: number): void {
    // The write-ahead log with NORMAL survives a crash of the process and of the machine whole; the last writes may be lost.
    this.db.exec(`
      PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA page_size = ${PAGE_BYTES};
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216;
      PRAGMA max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)};
      CREATE TABLE IF NOT EXISTS "${table}" (key TEXT PRIMARY KEY, value BLOB NOT NULL, expires INTEGER);
      CREATE INDEX IF NOT EXISTS "${table}_expires" ON "${table}" (expires) WHERE expires IS NOT NULL;`);
  }

  answer(request: Exclude<SqliteRequest, { op: 'close' }>): unknown {
    switch (request.op) {
      case 'get':
        return this.get(request.key);
      case 'set':
        return this.set(request.key, request.value, request.expiresAtMs);
      case 'delete':
        return Number(this.statements.delete.run(request.key).changes) > 0;
      case 'clearStep': {
        const { clear, clearFrom } = this.statements;
        const { from, to } = request;
        const done = to === null ? clear.run(CLEARED_IN_A_STEP) : clearFrom.run(from, to, CLEARED_IN_A_STEP);
        return Number(done.changes);
      }
    }
  }

  close(): void {
    this.db.close();
  }

  private get(key: string): unknown {
    // The statement selects exactly these columns.
    const row = this.statements.get.get(key) as Row;
    return row === undefined || (row.expires !== null && row.expires <= Date.now()) ? undefined : row.value;
  }

  private set(key: string, value: string | Uint8Array, expiresAtMs: number | null): boolean {
    const { set, sweep, evict } = this.statements;
    sweep.run(Date.now(), SWEPT_BY_A_WRITE);
    for (let eviction = 0; ; eviction++) {
      try {
        set.run(key, value, expiresAtMs);
        return true;
      } catch (error) {
        if (errcodeOf(error) !== SQLITE_FULL) throw error;
        if (eviction === EVICTIONS || Number(evict.run(EVICTED_AT_FIRST << eviction).changes) === 0)
          return false;
      }
    }
  }
}

function errcodeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode
    : undefined;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}

let database: Database | undefined;

function answer(request: SqliteRequest): unknown {
  if (request.op === 'close') return database?.close();
  // Opened by the first call, which can say what is wrong; the parent wrote these settings.
  database ??= new Database(workerData as SqliteSettings);
  return database.answer(request);
}

parentPort?.on('message', (request: SqliteRequest) => {
  let reply: SqliteReply;
  try {
    reply = { id: request.id, result: answer(request) };
  } catch (error) {
    reply = { id: request.id, error: { code: codeOf(error), errcode: errcodeOf(error) } };
  }
  // Bytes are handed over, not copied.
  const bytes = reply.result instanceof Uint8Array ? [reply.result.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(reply, bytes);
});
