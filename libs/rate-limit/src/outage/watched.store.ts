import type { Clock } from '@hydrogenai/common';
import type {
  DrainOutcome,
  DrainRequest,
  RateLimitStore,
  SettleOutcome,
  SettleRequest,
  StoreUnavailable,
  TakeOutcome,
  TakeRequest,
} from '../stores/rate-limit.store.js';
import { rateLimitStore, type RateLimitStoreFact } from './outage.facts.js';
import {
  afterAsking,
  afterFailure,
  afterSuccess,
  HEALTHY,
  mayAsk,
  type Outage,
  type StoreHealth,
} from './outage.policy.js';

export interface WatchedStoreOptions {
  readonly store: RateLimitStore;
  readonly clock: Clock;
  readonly prefix: string;
  /** Is told what happens to the store, beside the subscribers of the facts. */
  readonly log: OutageListener;
}

export interface OutageListener {
  /** An outage began or ended. */
  changed(fact: RateLimitStoreFact): void;
  /** Another call had to do without the store. */
  persists(outage: Outage): void;
}

const SUSPENDED: StoreUnavailable = { kind: 'unavailable', reason: 'suspended' };

/** A store with an eye on it: tells when an outage begins and ends, and spares callers the wait for a store that hangs. */
export class WatchedStore implements RateLimitStore {
  private health: StoreHealth = HEALTHY;
  private closed = false;

  constructor(private readonly options: WatchedStoreOptions) {}

  take(request: TakeRequest): TakeOutcome | Promise<TakeOutcome> {
    if (this.isSuspended()) return SUSPENDED;
    const outcome = this.options.store.take(request);
    return outcome instanceof Promise ? outcome.then(this.seenTake) : this.seen(outcome);
  }

  /** A hung store is asked all the same: a settlement counts whenever it comes. */
  async settle(request: SettleRequest): Promise<SettleOutcome> {
    return this.seen(await this.options.store.settle(request));
  }

  /** What is known about a limit matters only while others decide on it: a store in an outage is not asked. */
  async drain(request: DrainRequest): Promise<DrainOutcome> {
    if (this.health.state !== 'healthy') return SUSPENDED;
    return this.seen(await this.options.store.drain(request));
  }

  /** A failure seen elsewhere, e.g. no connection at the start. */
  reportFailure({ reason, code }: StoreUnavailable): void {
    const before = this.health;
    this.health = afterFailure(before, this.now(), reason);
    if (this.closed || reason === 'suspended') return;
    if (before.state === 'degraded') {
      this.tellPersistence();
      return;
    }
    const { prefix } = this.options;
    this.tell({ event: 'degraded', prefix, reason, ...(code === undefined ? {} : { code }) });
  }

  close(): void {
    // Calls cut off by the shutdown are no outage.
    this.closed = true;
    this.options.store.close();
  }

  private readonly seenTake = (outcome: TakeOutcome): TakeOutcome => this.seen(outcome);

  private isSuspended(): boolean {
    if (this.health.state === 'healthy') return false;
    const nowMs = this.now();
    if (mayAsk(this.health, nowMs)) {
      this.health = afterAsking(this.health, nowMs);
      return false;
    }
    this.health = afterFailure(this.health, nowMs, SUSPENDED.reason);
    this.tellPersistence();
    return true;
  }

  private seen<Outcome extends TakeOutcome | SettleOutcome | DrainOutcome>(outcome: Outcome): Outcome {
    if (outcome.kind === 'unavailable') this.reportFailure(outcome);
    else if (this.health.state !== 'healthy') this.succeeded(this.health);
    return outcome;
  }

  private succeeded(before: Outage): void {
    const nowMs = this.now();
    this.health = afterSuccess(before, nowMs);
    if (this.health.state !== 'healthy') return;
    const { prefix } = this.options;
    const { sinceMs, fallbacks } = before;
    this.tell({ event: 'recovered', prefix, outageMs: nowMs - sinceMs, fallbacks });
  }

  private tell(fact: RateLimitStoreFact): void {
    rateLimitStore.publish(() => fact);
    this.options.log.changed(fact);
  }

  private tellPersistence(): void {
    if (this.health.state === 'degraded') this.options.log.persists(this.health);
  }

  private now(): number {
    return this.options.clock.monotonicMs();
  }
}
