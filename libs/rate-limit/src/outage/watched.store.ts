import type { Clock } from '@hydrogenai/common';
import type { RateLimitStore, StoreOutcome, StoreRequest } from '../stores/rate-limit.store.js';
import type { StoreUnavailable } from '../stores/store-failure.js';
import {
  afterAsking,
  afterFailure,
  afterSuccess,
  HEALTHY,
  mayAsk,
  type Outage,
  type StoreHealth,
} from './outage.policy.js';
import { rateLimitStore } from './rate-limit.facts.js';

export interface WatchedStoreOptions {
  readonly store: RateLimitStore;
  readonly clock: Clock;
  readonly prefix: string;
}

const SUSPENDED: StoreUnavailable = { kind: 'unavailable', reason: 'suspended' };

/** A store with an eye on it: tells when an outage begins and ends, and spares callers the wait for a store that hangs. */
export class WatchedStore implements RateLimitStore {
  private health: StoreHealth = HEALTHY;
  private closed = false;

  constructor(private readonly options: WatchedStoreOptions) {}

  async consume(request: StoreRequest): Promise<StoreOutcome> {
    const nowMs = this.now();
    if (!mayAsk(this.health, nowMs)) {
      this.health = afterFailure(this.health, nowMs, SUSPENDED.reason);
      return SUSPENDED;
    }
    this.health = afterAsking(this.health, nowMs);
    const outcome = await this.options.store.consume(request);
    if (outcome.kind === 'unavailable') this.reportFailure(outcome);
    else this.succeeded();
    return outcome;
  }

  /** A failure seen elsewhere, e.g. no connection at the start. */
  reportFailure({ reason, code }: StoreUnavailable): void {
    const before = this.health;
    this.health = afterFailure(before, this.now(), reason);
    if (before.state === 'degraded' || reason === 'suspended' || this.closed) return;
    const { prefix } = this.options;
    rateLimitStore.publish(() => ({
      event: 'degraded',
      prefix,
      reason,
      ...(code === undefined ? {} : { code }),
    }));
  }

  close(): void {
    // Calls cut off by the shutdown are no outage.
    this.closed = true;
    this.options.store.close();
  }

  private succeeded(): void {
    const before = this.health;
    const nowMs = this.now();
    this.health = afterSuccess(before, nowMs);
    if (before.state === 'degraded' && this.health.state === 'healthy') this.publishRecovery(before, nowMs);
  }

  private publishRecovery({ sinceMs, fallbacks }: Outage, nowMs: number): void {
    const { prefix } = this.options;
    rateLimitStore.publish(() => ({ event: 'recovered', prefix, outageMs: nowMs - sinceMs, fallbacks }));
  }

  private now(): number {
    return this.options.clock.monotonicMs();
  }
}
