import { HydrogenError } from '@hydrogenai/common';

/** SQLite refused a call. Its own words are left out, since they may quote a path. */
export class SqliteStoreError extends HydrogenError {
  /** SQLite's result code (https://www.sqlite.org/rescode.html). */
  readonly errcode: number | undefined;

  constructor(code: string, errcode: number | undefined) {
    super(
      `SQLite could not do it (${code}${errcode === undefined ? '' : `, result code ${errcode}`}). Check that the folder exists, ` +
        'that it and the file can be written, that the file is a SQLite database, and that Node is 22.13 or later.',
      {
        code: 'CACHE_SQLITE_FAILED',
        details: { sqlite: code, ...(errcode === undefined ? {} : { errcode }) },
      },
    );
    this.errcode = errcode;
  }
}
