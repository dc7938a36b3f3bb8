import { Worker } from 'node:worker_threads';
import { SqliteStoreError } from './sqlite-store.error.js';
import type { SqliteReply, SqliteRequest, SqliteSettings } from './sqlite-protocol.js';

type Call = SqliteRequest extends infer Each
  ? Each extends SqliteRequest
    ? Omit<Each, 'id'>
    : never
  : never;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The thread that the database lives in: a write that waits for the disk stops nobody here. Started by the first call. */
export class SqliteThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly settings: SqliteSettings) {}

  /** @throws SqliteStoreError */
  call(call: Call, transfer: ArrayBuffer[] = []): Promise<unknown> {
    this.worker ??= this.start();
    const { worker } = this;
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.ref(); // while a call is under way the process stays for it
      worker.postMessage({ ...call, id }, transfer);
    });
  }

  /** Closes the database and ends the thread; the next call would start another. */
  async end(): Promise<void> {
    const { worker } = this;
    if (worker === undefined) return;
    try {
      await this.call({ op: 'close' });
    } finally {
      this.worker = undefined;
      await worker.terminate();
    }
  }

  private start(): Worker {
    // In sources the file beside this one is TypeScript, in the package it is JavaScript.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./sqlite.worker.${extension}`, import.meta.url), {
      workerData: this.settings,
    });
    worker.unref();
    worker.on('message', (reply: SqliteReply) => this.settle(worker, reply));
    worker.on('error', (error: NodeJS.ErrnoException) => this.lose(worker, error.code));
    worker.on('exit', () => this.lose(worker));
    return worker;
  }

  private settle(worker: Worker, { id, result, error }: SqliteReply): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (this.waiting.size === 0) worker.unref();
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new SqliteStoreError(error.code, error.errcode));
  }

  /** The thread is gone, for example for want of memory. */
  private lose(worker: Worker, code = 'THREAD_ENDED'): void {
    if (worker !== this.worker) return;
    this.worker = undefined;
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of lost) reject(new SqliteStoreError(code, undefined));
  }
}
