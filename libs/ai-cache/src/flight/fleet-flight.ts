import { sleep, type Clock } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import { FleetLock, fleetKeysOf, type CallRedis, type FleetKeys, type Outcome } from './fleet-lock.js';
import type { FleetSignals } from './fleet-signals.js';
import { nextLookMs } from './waiting.policy.js';

export interface Computed<Result> {
  readonly result: Result;
  /**
   * Settles when others can find it, with false when it is not kept: then each computes for itself, since no one's answer is
   * of use to another. The lock is held until then, and the caller does not wait for it.
   */
  readonly stored: Promise<unknown>;
}

/** One answer that the whole fleet computes once. */
export interface FleetTrip<Result> {
  /** Its key in Redis. */
  readonly entry: string;
  /** What others have stored by now, if it may be served. */
  readonly look: () => Promise<Result | Absent>;
  /** @param token of the lock that this process has meanwhile; undefined when it computes without one */
  readonly compute: (signal: AbortSignal, token: string | undefined) => Promise<Computed<Result>>;
  /**
   * Reads along with the process that has the lock of this token, to the end. Undefined where only the end can be had.
   * @param firstWithinMs how long it may wait for something to come
   * @throws when it is cut off after something has come
   */
  readonly follow?: ((token: string, firstWithinMs: number) => Promise<Following<Result>>) | undefined;
  /** Aborts when nobody in this process waits any more. */
  readonly signal: AbortSignal;
}

/** What came of reading along: the whole, nothing yet, or what is of no use, because it was begun too early. */
export type Following<Result> =
  | { readonly kind: 'landed'; readonly result: Result }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'outdated' };

export interface FleetFlightParts {
  readonly call: CallRedis;
  readonly signals: FleetSignals;
  readonly clock: Clock;
  /** How long a lock outlives its process, in ms. Default: 2,000. */
  readonly leaseMs?: number;
  /** How long to wait for the computation of another process, in ms; then it is done here as well. Default: 30,000. */
  readonly waitForOthersMs?: number;
  /** From 0 to 1. Default: by chance. */
  readonly random?: () => number;
}

const DEFAULT_LEASE_MS = 2_000;
const DEFAULT_WAIT_MS = 30_000;

/**
 * One computation in the whole fleet: the process that gets the lock computes, the others wait until its answer is stored.
 * When it dies, its lease ends and exactly one of them takes over. Without Redis each process computes for itself.
 */
export class FleetFlight {
  private readonly leaseMs: number;
  private readonly waitForOthersMs: number;
  private readonly random: () => number;

  constructor(private readonly parts: FleetFlightParts) {
    this.leaseMs = parts.leaseMs ?? DEFAULT_LEASE_MS;
    this.waitForOthersMs = parts.waitForOthersMs ?? DEFAULT_WAIT_MS;
    this.random = parts.random ?? Math.random;
  }

  /** @throws what `compute` throws, or the signal's reason. */
  async fly<Result>(trip: FleetTrip<Result>): Promise<Result> {
    const keys = fleetKeysOf(trip.entry);
    const { call, clock } = this.parts;
    const lock = new FleetLock(keys, { call, clock, leaseMs: this.leaseMs });
    const first = await this.attempt(trip, lock);
    if (first.kind === 'landed') return first.result;
    const found = await this.waitForOthers(trip, keys, lock);
    return found === Absent ? this.lead(trip, lock, false) : found;
  }

  /** Takes the lock and computes, or finds the answer, or learns that another process has the lock. */
  private async attempt<Result>(trip: FleetTrip<Result>, lock: FleetLock): Promise<Attempt<Result>> {
    let acquired: Awaited<ReturnType<FleetLock['acquire']>>;
    let looked = false;
    try {
      acquired = await lock.acquire(false);
      if (acquired === 'there') {
        const found = await trip.look();
        if (found !== Absent) return { kind: 'landed', result: found };
        looked = true;
        acquired = await lock.acquire(true);
      }
    } catch {
      // No answer of Redis; it may have given the lock all the same.
      return { kind: 'landed', result: await this.lead(trip, lock, false) };
    }
    if (acquired !== 'locked') return { kind: 'busy' };
    // Between that look and the lock another may have stored it.
    const found = looked ? await orRelease(lock, trip.look) : Absent;
    if (found !== Absent) {
      void lock.release('stored');
      return { kind: 'landed', result: found };
    }
    return { kind: 'landed', result: await this.lead(trip, lock, true) };
  }

  private async lead<Result>(trip: FleetTrip<Result>, lock: FleetLock, locked: boolean): Promise<Result> {
    const { signal, compute } = trip;
    const { result, stored } = await orRelease(lock, async () => {
      signal.throwIfAborted();
      return compute(signal, locked ? lock.token : undefined);
    });
    void stored.then(
      (kept) => lock.release(kept === false ? 'unstored' : 'stored'),
      () => lock.release('failed'),
    );
    return result;
  }

  /** Absent when the time is up, or waiting is of no use. */
  private async waitForOthers<Result>(
    trip: FleetTrip<Result>,
    keys: FleetKeys,
    lock: FleetLock,
  ): Promise<Result | Absent> {
    const { signals, clock } = this.parts;
    const untilMs = clock.monotonicMs() + this.waitForOthersMs;
    let alarm = new AbortController();
    const heard = { unstored: false };
    const unlisten = await signals.listen(keys.channel, (message) => {
      heard.unstored ||= message === ('unstored' satisfies Outcome);
      alarm.abort();
    });
    try {
      for (let looks = 0; clock.monotonicMs() < untilMs && !heard.unstored; looks++) {
        trip.signal.throwIfAborted();
        alarm = new AbortController();
        // From here on a signal ends the wait below, also one that comes during the attempt.
        const woken = alarm.signal;
        const attempt = await this.attempt(trip, lock);
        if (attempt.kind === 'landed') return attempt.result;
        const followed = await this.follow(trip, keys, untilMs);
        if (followed.kind === 'landed') return followed.result;
        if (followed.kind === 'outdated') return Absent;
        const waitMs = Math.min(nextLookMs(looks, this.random()), untilMs - clock.monotonicMs());
        await sleepUntilWoken(clock, waitMs, AbortSignal.any([trip.signal, woken]));
      }
      return Absent;
    } finally {
      unlisten();
    }
  }

  /** Reads along with whoever has the lock. */
  private async follow<Result>(
    { follow }: FleetTrip<Result>,
    { lock }: FleetKeys,
    untilMs: number,
  ): Promise<Following<Result>> {
    const { call, clock } = this.parts;
    if (follow === undefined) return NOTHING;
    const token = await call((client) => client.get(lock)).catch(() => null);
    return token === null ? NOTHING : follow(token, untilMs - clock.monotonicMs());
  }
}

const NOTHING = { kind: 'nothing' } as const;

type Attempt<Result> = { readonly kind: 'landed'; readonly result: Result } | { readonly kind: 'busy' };

async function orRelease<Result>(lock: FleetLock, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    void lock.release('failed');
    throw error;
  }
}

/** A signal ends it like the time does: who has left is told so at the next turn. */
function sleepUntilWoken(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return sleep(clock, ms, signal).catch(() => undefined);
}
