import type { Name } from './names.policy.js';
import type { InvalidationUsage } from './invalidation-usage.js';
import type { Scope } from './scope.js';
import type { Stamp, Verdict } from './stamp.js';

/** What an invalidation reached. */
export interface Reach {
  /**
   * `everyone`: no process of this cache serves it any more. `process`: Redis could not be reached; this process has
   * dropped what it held, but what Redis holds may come back until its lifetime ends.
   */
  readonly reached: 'everyone' | 'process';
  /** Processes that have confirmed it, this one included. Those that did not had lost their right to answer by themselves. */
  readonly processes: number;
}

export interface Invalidation {
  /** Its position; undefined when Redis could not be reached. */
  readonly stamp: Stamp | undefined;
  /** Resolves when every process has applied it, or may not answer from its memory any more. It never rejects. */
  readonly acknowledged: Promise<Reach>;
}

/** An entry to write into the shared store, if it is still current. */
export interface NewRecord {
  readonly key: string;
  readonly bytes: Buffer | string;
  readonly lifetimeMs: number;
}

/**
 * Who was invalidated when, for each tenant. A stamp is taken before an answer is computed; the answer is kept only if
 * nothing that it depends on was invalidated since, also when that is known from the answer alone.
 */
export interface InvalidationLog {
  /** Whether this process hears of every invalidation now. If not, what memory holds must be verified before it is served. */
  isTrusted(): boolean;
  /** Whether the log can be asked, as far as is known. */
  isReachable(): boolean;
  /** What is known here of a tenant. The object changes when the life of the log does, so it is not to be kept. */
  scope(tenant: string | undefined): Scope;
  /** The position now; undefined when the log could not be asked. It never rejects. */
  capture(tenant: string | undefined): Stamp | Promise<Stamp | undefined>;
  /** Whether what was right at `stamp` is right now. It never rejects. */
  verify(tenant: string | undefined, stamp: Stamp, names: readonly Name[]): Verdict | Promise<Verdict>;
  /** Writes a record into the shared store unless it is outdated. @throws what the store throws */
  commit(
    tenant: string | undefined,
    stamp: Stamp,
    names: readonly Name[],
    record: NewRecord,
  ): Promise<'stored' | 'outdated'>;
  /** @param records keys in the shared store that go with these names. It never rejects. */
  invalidate(
    tenant: string | undefined,
    names: readonly Name[],
    records?: readonly string[],
  ): Promise<Invalidation>;
  usage(): InvalidationUsage;
  open(): Promise<void>;
  close(): void;
}
