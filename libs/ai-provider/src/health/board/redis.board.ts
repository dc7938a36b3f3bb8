import { randomUUID } from 'node:crypto';
import { sleep, type CancelTimer, type Clock } from '@hydrogenai/common';
import { keyTag, RedisScript, withinDeadline, type OpenedRedis } from '@hydrogenai/common/redis';
import { BoardOutage } from './board-outage.js';
import { MemoryBoard } from './memory.board.js';
import { ProbeLeases } from './probe-leases.js';
import type { BoardEntry, BoardLease, BoardPut, SharedBoard } from './shared-board.js';
import { SYNC_LUA } from './sync.lua.js';
import { readSyncReply, type SyncReply } from './sync-reply.js';

export interface RedisBoardOptions {
  /** Closed with the board. */
  readonly redis: OpenedRedis;
  readonly clock: Clock;
  /** Becomes the hash tag of all keys, so that they share one slot of a Cluster. */
  readonly prefix: string;
}

/** How often a process asks what the others have learnt: with the answer it knows within a second. */
const EXCHANGE_EVERY_MS = 500;
const EXCHANGE_DEADLINE_MS = 800;

/** Between two exchanges at least: a flood of failures is told in one. */
const SPACING_MS = 20;

/** The only question that a request waits for, and only where a breaker is half open. */
const LEASE_DEADLINE_MS = 200;

/** Longer than any outage of Redis after which others might restore what has been removed meanwhile. */
const REMEMBER_REMOVALS_MS = 600_000;

interface Change {
  readonly mode: 'latest' | 'longest' | 'restore' | 'remove';
}

/**
 * The board of all processes with one prefix, on Redis. Every process has its own copy, writes into it at once, and
 * exchanges changes with the others in the background, one exchange at a time. Changes that Redis has not taken yet win
 * over what it says, and are sent again until it has. When Redis has lost the board, all put back what they know.
 */
export class RedisBoard implements SharedBoard {
  private readonly copy: MemoryBoard;
  private readonly script = new RedisScript(SYNC_LUA);
  private readonly leases: ProbeLeases;
  private readonly outage: BoardOutage;
  private readonly key: string;
  private readonly pending = new Map<string, Change>();
  /** What was removed here, with its time: to be removed again where others restore it. */
  private readonly removed = new Map<string, number>();
  private epoch = '';
  private version = -1;
  private exchanging: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private cancelTimer: CancelTimer | undefined;

  constructor(private readonly options: RedisBoardOptions) {
    const tag = keyTag(options.prefix);
    this.key = `${tag}:board`;
    this.copy = new MemoryBoard(options.clock);
    this.leases = new ProbeLeases(options.redis.client, tag);
    this.outage = new BoardOutage(options.prefix, options.clock);
  }

  get isEmpty(): boolean {
    return this.copy.isEmpty;
  }

  get(key: string): BoardEntry | undefined {
    return this.copy.get(key);
  }

  list(prefix: string): readonly BoardEntry[] {
    return this.copy.list(prefix);
  }

  put(entry: BoardPut): void {
    const before = this.copy.get(entry.key);
    this.copy.put(entry);
    if (this.copy.get(entry.key) === before) return;
    this.removed.delete(entry.key);
    this.change(entry.key, { mode: entry.keep });
  }

  remove(key: string): void {
    if (!this.copy.get(key)) return;
    this.copy.remove(key);
    this.removed.set(key, this.options.clock.monotonicMs());
    this.change(key, { mode: 'remove' });
  }

  lease(name: string): BoardLease | undefined | Promise<BoardLease | undefined> {
    const here = this.copy.lease(name);
    if (!here || this.outage.isOn) return here;
    return this.leaseEverywhere(name, here);
  }

  /** Learns what the others know, and goes on exchanging until it is closed. Resolves after the first exchange. */
  async start(): Promise<void> {
    await this.exchange();
    this.arm();
  }

  close(): Promise<void> {
    this.closed = true;
    this.cancelTimer?.();
    // What was ordered just now is still to be told; an exchange has a deadline.
    const last = this.exchanging ?? Promise.resolve();
    return last.finally(() => this.options.redis.close());
  }

  private async leaseEverywhere(name: string, here: BoardLease): Promise<BoardLease | undefined> {
    const taking = this.leases.take(name);
    try {
      const taken = await withinDeadline(taking, this.deadline(LEASE_DEADLINE_MS));
      if (!taken) {
        here.release();
        return undefined;
      }
    } catch (error) {
      // Without Redis each process probes by itself. What Redis grants too late is given back.
      this.noteFailure(error);
      taking.then(() => this.giveBack(name)).catch((late: unknown) => this.noteFailure(late));
      return here;
    }
    return {
      release: () => {
        here.release();
        this.giveBack(name);
      },
    };
  }

  /** Where Redis is not there, it ends by itself. */
  private giveBack(name: string): void {
    this.leases.giveBack(name).catch((error: unknown) => this.noteFailure(error));
  }

  private change(key: string, change: Change): void {
    this.pending.set(key, change);
    void this.exchange();
  }

  /** Starts an exchange; while one is under way, another follows it. */
  private exchange(): Promise<void> {
    if (this.exchanging) this.again = true;
    else if (!this.closed) this.exchanging = this.exchangeAll().finally(() => (this.exchanging = undefined));
    return this.exchanging ?? Promise.resolve();
  }

  private async exchangeAll(): Promise<void> {
    try {
      do {
        this.again = false;
        const sent = new Map(this.pending);
        const run = this.script.run(this.options.redis.client, [this.key], this.argumentsOf(sent));
        this.learn(readSyncReply(await withinDeadline(run, this.deadline(EXCHANGE_DEADLINE_MS))), sent);
        await withinDeadline(this.leases.renew(), this.deadline(EXCHANGE_DEADLINE_MS));
        if (this.again) await sleep(this.options.clock, SPACING_MS);
      } while (this.again);
      this.outage.succeeded();
    } catch (error) {
      this.noteFailure(error);
    }
  }

  private argumentsOf(changes: ReadonlyMap<string, Change>): (string | number)[] {
    // What may not be restored has to be heard of, though nothing changes by it.
    const restores = [...changes.values()].some(({ mode }) => mode === 'restore');
    const args = [randomUUID(), this.epoch, restores ? -1 : this.version, REMEMBER_REMOVALS_MS];
    const now = this.options.clock.monotonicMs();
    for (const [key, { mode }] of changes) {
      const entry = this.copy.get(key);
      if (mode === 'remove') args.push(mode, key, 0, '');
      else if (entry) args.push(mode, key, msLeft(entry, now), JSON.stringify(entry.value));
    }
    return args;
  }

  private learn({ epoch, version, entries }: SyncReply, sent: ReadonlyMap<string, Change>): void {
    for (const [key, change] of sent) {
      if (this.pending.get(key) === change) this.pending.delete(key);
    }
    // Another life, or an earlier moment of this one, restored from a backup.
    const lost = this.epoch !== '' && (this.epoch !== epoch || version < this.version);
    this.epoch = epoch;
    this.version = version;
    if (!entries) return;
    if (lost) this.removeAgain(sent);
    const told = new Set(entries.map(({ key }) => key));
    for (const { key } of this.copy.list('')) {
      if (told.has(key) || this.pending.has(key)) continue;
      if (lost && !sent.has(key)) {
        this.pending.set(key, { mode: 'restore' });
        this.again = true;
      } else this.copy.remove(key);
    }
    for (const { key, forMs, value } of entries) {
      if (this.pending.has(key)) continue;
      this.copy.put({ key, forMs, value, keep: 'latest' });
      this.removed.delete(key);
    }
  }

  /** Redis has forgotten what was removed, perhaps before the others have heard of it. */
  private removeAgain(sent: ReadonlyMap<string, Change>): void {
    const now = this.options.clock.monotonicMs();
    for (const [key, atMs] of this.removed) {
      if (now - atMs > REMEMBER_REMOVALS_MS) this.removed.delete(key);
      else if (!sent.has(key) && !this.pending.has(key)) {
        this.pending.set(key, { mode: 'remove' });
        this.again = true;
      }
    }
  }

  private arm(): void {
    if (this.closed) return;
    this.cancelTimer = this.options.clock.after(EXCHANGE_EVERY_MS, () => {
      void this.exchange();
      this.arm();
    });
  }

  private noteFailure(error: unknown): void {
    if (!this.closed) this.outage.failed(error);
  }

  private deadline(ms: number) {
    return { ms, clock: this.options.clock, late: (): never => this.outage.timeOut() };
  }
}

/** 0 stands for no end, so what is nearly over still has 1 ms. */
function msLeft({ endsAtMs }: BoardEntry, now: number): number {
  return endsAtMs === Infinity ? 0 : Math.max(1, Math.ceil(endsAtMs - now));
}
