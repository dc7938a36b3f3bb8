/** What the store asks its thread. */
export type SqliteRequest =
  | { readonly id: number; readonly op: 'get' | 'delete'; readonly key: string }
  | {
      readonly id: number;
      readonly op: 'set';
      readonly key: string;
      readonly value: string | Uint8Array;
      /** ms since 1970; null: never. */
      readonly expiresAtMs: number | null;
    }
  /** Deletes some keys from `from` up to, not including, `to`; answers how many. */
  | { readonly id: number; readonly op: 'clearStep'; readonly from: string; readonly to: string | null }
  | { readonly id: number; readonly op: 'close' };

export interface SqliteReply {
  readonly id: number;
  readonly result?: unknown;
  /** Code and number of SQLite; its message may quote the path. */
  readonly error?: { readonly code: string; readonly errcode: number | undefined };
}

export interface SqliteSettings {
  readonly file: string;
  readonly table: string;
  readonly maxBytes: number;
}
