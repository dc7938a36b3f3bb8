import type { Clock } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import { CallGuard } from '../guard/call-guard.js';
import { answeredWithin } from '../guard/deadline.js';
import type { RecordCodec, RecordPlace } from '../record/record.codec.js';
import type { RecordBody, RecordHeader } from '../record/record.js';
import { cacheL3State } from './l3-facts.js';
import { L3UnreachableError } from './l3-unreachable.error.js';
import type { L3Usage } from './l3-usage.js';
import type { SlowStore } from './slow-store.js';
import { storeFailureOf } from './store-failure.policy.js';
import { WriteBehind, type PendingWrite } from './write-behind.js';

export interface L3StoreOptions {
  readonly deadlineMs: number;
  readonly maxQueuedWrites: number;
  readonly maxQueuedBytes: number;
  readonly required: boolean;
  readonly keepOpen: boolean;
}

/** What the third tier held. */
export interface L3Answer {
  readonly header: RecordHeader;
  readonly body: RecordBody;
  /** The record as it was stored: the second tier takes it under the same key as it is. */
  readonly bytes: Buffer;
  readonly ageMs: number;
  /** How long it may still be served, for the tiers before this one. */
  readonly remainingMs: number;
}

/** Databases may be asleep when the first application starts; in ms. */
const BOOT_WAIT_MS = 5_000;
const PROBE_KEY = 'hydrogenai:l3:probe';

/** The third tier. After the start it never throws: what goes wrong is counted and ends as a miss. */
export class L3Store {
  private readonly guard = new CallGuard({
    usable: () => true,
    failureOf: storeFailureOf,
    publish: (state, failure) =>
      cacheL3State.publish(() => (state === 'up' ? { state } : { state, failure })),
  });
  private readonly writes: WriteBehind;
  private unreadable = 0;

  constructor(
    private readonly store: SlowStore,
    private readonly codec: RecordCodec,
    private readonly clock: Clock,
    private readonly options: L3StoreOptions,
  ) {
    const { maxQueuedWrites: mostWrites, maxQueuedBytes: mostBytes } = options;
    this.writes = new WriteBehind({ apply: (write) => this.apply(write), mostWrites, mostBytes });
  }

  /** @throws L3UnreachableError when the store is required and does not answer */
  async open(): Promise<void> {
    const { required, deadlineMs } = this.options;
    try {
      await answeredWithin(this.store.get(PROBE_KEY), required ? BOOT_WAIT_MS : deadlineMs);
    } catch (error) {
      if (required) throw new L3UnreachableError(storeFailureOf(error));
    }
    this.guard.publishState();
  }

  async read(place: RecordPlace): Promise<L3Answer | Absent> {
    const bytes = await this.find(place.key);
    if (bytes === undefined) return Absent;
    const read = this.codec.read(place, 'l3', bytes);
    if (read.kind === 'unreadable') {
      if (read.reason !== 'expired') this.unreadable += 1;
      return Absent;
    }
    const { header, body } = read;
    const nowMs = this.clock.now();
    const { createdAtMs, hardExpiryMs } = header;
    return {
      header,
      body,
      bytes,
      // Clocks of two machines differ: no age is negative, and nothing lives longer than its writer gave it.
      ageMs: Math.max(0, nowMs - createdAtMs),
      remainingMs: Math.min(hardExpiryMs - nowMs, hardExpiryMs - createdAtMs),
    };
  }

  /** Stores a record behind the caller's back. Resolves with true when the store has it. */
  write(key: string, bytes: Buffer, hardExpiryMs: number): Promise<boolean> {
    return this.writes.add({ key, bytes, expiresAtMs: hardExpiryMs });
  }

  /** Resolves with true when the store has it no more. What waits to be written goes as well. */
  delete(key: string): Promise<boolean> {
    return this.writes.add({ key, bytes: undefined, expiresAtMs: Number.POSITIVE_INFINITY });
  }

  usage(): L3Usage {
    const { state, failures, skipped } = this.guard;
    const { queuedWrites, queuedBytes, dropped } = this.writes;
    const { unreadable } = this;
    return {
      state,
      errors: { ...failures },
      skipped,
      queuedWrites,
      queuedBytes,
      droppedWrites: dropped,
      unreadable,
    };
  }

  /** Waits for the writes under way, at most `boundMs`, and closes the store unless it is to stay open. */
  async close(boundMs: number): Promise<void> {
    await settledWithin(this.writes.idle(), boundMs);
    if (!this.options.keepOpen) await settledWithin(this.store.close(), boundMs);
  }

  private async find(key: string): Promise<Buffer | undefined> {
    const pending = this.writes.peek(key);
    if (pending !== undefined) return pending.bytes;
    try {
      return await this.guard.run(this.options.deadlineMs, () => this.store.get(key));
    } catch {
      return undefined; // counted by the guard
    }
  }

  private apply({ key, bytes, expiresAtMs }: PendingWrite): Promise<void> {
    const { deadlineMs } = this.options;
    if (bytes === undefined) return this.guard.run(deadlineMs, () => this.store.delete(key));
    const lifetimeMs = expiresAtMs - this.clock.now();
    if (lifetimeMs <= 0) return Promise.reject(new Error('The entry expired before it was written.'));
    return this.guard.run(deadlineMs, () => this.store.set(key, bytes, lifetimeMs));
  }
}

/** A shutdown goes on whatever becomes of the work. */
async function settledWithin(work: Promise<unknown>, boundMs: number): Promise<void> {
  await answeredWithin(
    work.catch(() => undefined),
    boundMs,
  ).catch(() => undefined);
}
