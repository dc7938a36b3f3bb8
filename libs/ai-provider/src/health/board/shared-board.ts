/** What is known of one thing for a while: a pause, an open breaker, a drain, a switch. Names, numbers and reasons only. */
export interface BoardEntry {
  /** `kind:name`. */
  readonly key: string;
  /** When it ends, in ms of this process's monotonic clock; Infinity when only somebody can end it. */
  readonly endsAtMs: number;
  readonly value: BoardValue;
}

export type BoardValue = Readonly<Record<string, string | number>>;

export interface BoardPut {
  readonly key: string;
  /** How long it lasts, in ms, more than 0; Infinity: until it is removed. */
  readonly forMs: number;
  readonly value: BoardValue;
  /** What counts when there is one already: the latest, or the one that lasts longest. */
  readonly keep: 'latest' | 'longest';
}

/** A right that one process at a time has. */
export interface BoardLease {
  /** Gives it back. Twice is once. */
  release(): void;
}

/**
 * What the processes of an application know together. Reading is always from this process's own copy, at once; writing
 * takes effect here at once and elsewhere within a second. It never fails: without the others each goes on by itself.
 */
export interface SharedBoard {
  /** True when there is nothing on it: the fast way of a healthy application. */
  readonly isEmpty: boolean;
  get(key: string): BoardEntry | undefined;
  /** Entries in force whose key begins so. */
  list(prefix: string): readonly BoardEntry[];
  put(entry: BoardPut): void;
  remove(key: string): void;
  /** The right of this name, or `undefined` while somebody has it. At once where no other process is asked. */
  lease(name: string): BoardLease | undefined | Promise<BoardLease | undefined>;
  /** Ends what it does in the background, and takes back what it holds. */
  close(): void | Promise<void>;
}
