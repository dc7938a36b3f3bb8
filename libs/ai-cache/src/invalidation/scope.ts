import type { Name } from './names.policy.js';
import type { Stamp } from './stamp.js';

/** The position at which one name was invalidated last, as far as this process has heard; 0 for never. */
export interface VersionCell {
  readonly name: Name;
  version: number;
  /** Entries in memory that look at it. */
  holders: number;
}

/** Names without an entry in memory whose invalidations are remembered, for computations under way and entries in Redis. */
const MOST_IDLE_NAMES = 4_096;

/** Between two positions; a power of two, so that fractions are exact. */
const MOST_DISPUTES = 2 ** 16 - 1;

/**
 * What this process knows of one tenant's log, in one life of it. Entries in memory hold the cells of their names, so
 * that a hit compares integers and looks nothing up.
 */
export class Scope {
  /** Undefined until the log was read for the first time. */
  life: string | undefined;
  /** Every invalidation after this position has come here. Infinity before the log was read, and after a gap. */
  knownSince = Infinity;
  /** The last invalidation that came here in its turn. */
  position = 0;
  /** The newest invalidation known here, in its turn or not. */
  newest = 0;
  /** Goes up with every gap, so that a reading that was under way meanwhile is not taken for the state after it. */
  gaps = 0;
  /** Another number after every change, so that an entry that was found current need not look again until then. */
  revision = 0;
  private closed = false;
  /** How often names were disputed at `newest`. */
  private disputes = 0;
  /** Idle names up to this position have been forgotten. */
  private floor = 0;
  private idle = 0;
  private readonly cells = new Map<Name, VersionCell>();

  /**
   * @param generation tells the lives of one tenant's log apart, as seen from here
   * @param mostIdleNames see above. Default: 4,096.
   */
  constructor(
    readonly tag: string,
    readonly generation = 0,
    private readonly mostIdleNames = MOST_IDLE_NAMES,
  ) {}

  get joined(): boolean {
    return this.knownSince !== Infinity;
  }

  /** Whether entries in memory depend on it. */
  get held(): boolean {
    return this.cells.size > this.idle;
  }

  /** The log was read. Returns false when its life is another than this one's. */
  read({ life, n }: Stamp): boolean {
    this.life ??= life;
    if (this.life !== life || this.closed) return false;
    this.advance(n);
    return true;
  }

  /** The log was at `n` when it was read, and messages have been coming in since before that. */
  join(stamp: Stamp): void {
    // A later reading may overtake messages, so it tells nothing about what has come here.
    if (!this.read(stamp) || this.joined) return;
    this.knownSince = stamp.n;
    this.position = Math.max(this.position, stamp.n);
  }

  /** An invalidation came in. Returns false when others before it are missing. */
  hear(n: number, names: readonly Name[]): boolean {
    const missing = this.joined && n > this.position + 1;
    if (missing) this.knownSince = n; // raising counts as the change
    this.position = Math.max(this.position, n);
    this.raise(n, names);
    return !missing;
  }

  /** An invalidation is known out of its turn. */
  raise(n: number, names: readonly Name[]): void {
    this.revision += 1;
    this.advance(n);
    for (const name of names) {
      const cell = this.cells.get(name);
      if (cell === undefined) this.remember({ name, version: n, holders: 0 });
      else cell.version = Math.max(cell.version, n);
    }
  }

  /** An invalidation has no position in the log yet: it comes after all that are known, and before the next. */
  dispute(names: readonly Name[]): void {
    this.disputes += 1;
    this.raise(this.now, names);
  }

  /** After everything that is known here. */
  get now(): number {
    return this.newest + Math.min(this.disputes, MOST_DISPUTES) / (MOST_DISPUTES + 1);
  }

  /** Invalidations may have been missed: until the log is read again, nothing here is known to be current. */
  gap(): void {
    this.revision += 1;
    this.knownSince = Infinity;
    this.gaps += 1;
  }

  /** Nothing that was stored under it is served any more: another life has begun, or what happened cannot be known. */
  close(): void {
    this.closed = true;
    this.revision += 1;
    this.knownSince = Infinity;
  }

  /** The last invalidation of any of these names. */
  newestOf(names: readonly Name[]): number {
    let newest = 0;
    for (const name of names) newest = Math.max(newest, this.cells.get(name)?.version ?? 0);
    return newest;
  }

  /** Whether all that happened to any name after this stamp is known here. */
  covers({ life, n }: Stamp): boolean {
    return life === this.life && n >= this.knownSince && n >= this.floor;
  }

  /** Whether something is known here against what was right at this stamp, or was known and is forgotten. */
  outdates({ life, n }: Stamp, names: readonly Name[]): boolean {
    return life !== this.life || n < this.floor || this.newestOf(names) > n;
  }

  /** The cells of names that an entry in memory depends on; give them back with `release`. */
  hold(names: readonly Name[]): VersionCell[] {
    return names.map((name) => {
      const cell = this.cells.get(name) ?? { name, version: 0, holders: 0 };
      if (!this.cells.has(name)) this.cells.set(name, cell);
      else if (cell.holders === 0) this.idle -= 1;
      cell.holders += 1;
      return cell;
    });
  }

  release(cells: readonly VersionCell[]): void {
    for (const cell of cells) {
      cell.holders -= 1;
      if (cell.holders > 0) continue;
      this.cells.delete(cell.name);
      if (cell.version > 0) this.remember(cell);
    }
  }

  private advance(n: number): void {
    if (n < this.newest + 1) return;
    this.newest = n;
    this.disputes = 0;
  }

  private remember(cell: VersionCell): void {
    this.cells.set(cell.name, cell);
    this.idle += 1;
    if (this.idle > this.mostIdleNames) this.forgetOldest();
  }

  /** Forgets half of the idle names. What is older than they are has to ask the log itself from now on. */
  private forgetOldest(): void {
    const idle = [...this.cells.values()].filter(({ holders }) => holders === 0);
    idle.sort((left, right) => left.version - right.version);
    for (const { name, version } of idle.slice(0, Math.ceil(idle.length / 2))) {
      this.cells.delete(name);
      this.floor = Math.max(this.floor, version);
      this.idle -= 1;
    }
  }
}
