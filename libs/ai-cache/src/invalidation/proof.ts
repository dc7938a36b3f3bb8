import type { Name } from './names.policy.js';
import type { Scope, VersionCell } from './scope.js';
import type { Stamp } from './stamp.js';

/**
 * Why an entry in memory may be served: it was right at a position of the log, and nothing that it depends on was
 * invalidated since. Whoever keeps it must release it.
 */
export class Proof {
  /** Where it was right; -1 when that is not known. */
  private since: number;
  /** What is known here against it begins after this position. */
  private asOf: number;
  private readonly cells: readonly VersionCell[];
  /** Revision of the scope at which it held. */
  private checkedAt = -1;

  /**
   * @param stamp undefined when the log could not be asked: then it proves nothing.
   * @param graceUntilMs how long it may be served while Redis cannot be reached, on the system's monotonic clock; 0 for an entry that another process may have computed.
   */
  constructor(
    private readonly scope: Scope,
    names: readonly Name[],
    stamp: Stamp | undefined,
    readonly graceUntilMs: number,
  ) {
    this.cells = scope.hold(names);
    this.since = stamp !== undefined && stamp.life === scope.life ? stamp.n : -1;
    this.asOf = this.since < 0 ? scope.now : this.since;
  }

  /** Whether it is known here that the entry is current. The hot path: integers only. */
  get holds(): boolean {
    return this.checkedAt === this.scope.revision || this.check();
  }

  /** Whether nothing is known here against the entry, though invalidations may have been missed. */
  get undisputed(): boolean {
    for (const cell of this.cells) if (cell.version > this.asOf) return false;
    return true;
  }

  /** What it depends on. */
  get names(): readonly Name[] {
    return this.cells.map(({ name }) => name);
  }

  /** The position at which the entry was right; undefined when nobody can tell any more. */
  get stamp(): Stamp | undefined {
    const { life } = this.scope;
    return this.since < 0 || life === undefined ? undefined : { life, n: this.since };
  }

  /** The log was asked: the entry was right at this later position as well. */
  renew({ life, n }: Stamp): void {
    if (life !== this.scope.life) return;
    this.since = Math.max(this.since, n);
    this.asOf = this.since;
  }

  release(): void {
    this.scope.release(this.cells);
  }

  private check(): boolean {
    const holds = this.since >= this.scope.knownSince && this.undisputed;
    if (holds) this.checkedAt = this.scope.revision;
    return holds;
  }
}
