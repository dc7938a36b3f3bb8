import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lineOf, type AuditRecord } from './audit-record.js';
import type { AuditSink, SinkEnd, SinkLine } from './audit-sink.js';
import { SinkChangedError } from './sink-changed.error.js';
import { endOf, linesOf } from './file-lines.js';

export interface FileSinkOptions {
  /** The file; its folder must exist. One process writes to it. It is made for its owner alone (0600). */
  readonly path: string;
  /**
   * `each`: what is written together is on the disk (fdatasync) before anybody hears that it is recorded; records that
   * come meanwhile are written together next. `none`: the operating system decides, and a loss of power takes up to half a
   * minute of records along. A crash of the process loses nothing either way. Default: `each`.
   */
  readonly sync?: 'each' | 'none' | undefined;
}

/** Appends records to a file, a line of JSON each. The file is never rewritten; it grows by 300 to 500 bytes a record. */
export class FileSink implements AuditSink {
  private file: FileHandle | undefined;
  private size = 0;
  private torn = false;

  constructor(private readonly options: FileSinkOptions) {}

  async open(): Promise<SinkEnd> {
    await this.close();
    // O_APPEND: what is written goes to the end, whatever else happens.
    const file = await open(this.options.path, 'a+', 0o600);
    this.file = file;
    ({ size: this.size } = await file.stat());
    if (this.size === 0) await syncFolder(this.options.path);
    const end = await endOf(file, this.size);
    this.torn = end.torn;
    return end;
  }

  async append(records: readonly AuditRecord[]): Promise<void> {
    const file = this.opened();
    // Another writer, or a hand that has cut it: the chain must not go on as if nothing had happened.
    if ((await file.stat()).size !== this.size) throw new SinkChangedError();
    const lines = records.map((record) => `${lineOf(record)}\n`).join('');
    const bytes = Buffer.from(this.torn ? `\n${lines}` : lines, 'latin1');
    for (let written = 0; written < bytes.length;) {
      written += (await file.write(bytes, written)).bytesWritten;
    }
    if (this.options.sync !== 'none') await file.datasync();
    this.size += bytes.length;
    this.torn = false;
  }

  async *read(): AsyncIterable<SinkLine> {
    const file = await openIfThere(this.options.path);
    try {
      if (file) yield* linesOf(file);
    } finally {
      await file?.close();
    }
  }

  base(): undefined {
    return undefined;
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.close();
  }

  private opened(): FileHandle {
    if (this.file === undefined) throw new TypeError('The sink is not open.');
    return this.file;
  }
}

/** A new file is only there after a loss of power when its folder is on the disk, too. Windows opens no folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A trail without a file has no records yet. */
async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
