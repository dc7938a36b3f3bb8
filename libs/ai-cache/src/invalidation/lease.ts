import { systemClock, type CancelTimer } from '@hydrogenai/common';
import { RedisScript, type RedisLike } from '@hydrogenai/common/redis';
import { answeredWithin } from '../guard/deadline.js';
import { cacheTrustState, type SuspectReason } from './invalidation.facts.js';
import { RENEW_LUA } from './lease.lua.js';
import { pingText } from './message.policy.js';

export interface LeaseParts {
  readonly client: RedisLike;
  readonly process: string;
  /** The sorted set of all leases. */
  readonly key: string;
  /** This process's own channel. */
  readonly channel: string;
  readonly leaseMs: number;
  /** The lease had ended or was taken away: invalidations may not have waited for this process. */
  readonly onGap: () => void;
  /** Called at every renewal that counts. */
  readonly onRenewed: () => void;
  /** No ping came back for two leases though Redis answers: the connection that brings them must be broken. */
  readonly onDeaf: () => void;
}

interface Ping {
  readonly sentMs: number;
  /** Whether the lease had not ended when it was renewed; undefined until Redis answers. */
  kept: boolean | undefined;
  back: boolean;
}

/** Renewals within one lease: two may be lost. */
const RENEWALS = 3;

const renewal = new RedisScript(RENEW_LUA);

/**
 * The right of this process to answer from memory without asking. It renews itself by a ping through its own
 * subscription, and counts from the moment at which the ping that came back was sent: so at every moment at which this
 * process believes in its lease, Redis does as well, and whoever invalidates waits for it. It needs no common clock.
 */
export class Lease {
  /** How long pings take through Redis and back, in ms. */
  lag: { readonly last: number; readonly longest: number } | undefined;
  private trustedUntilMs = 0;
  private listening = false;
  private sent = 0;
  private answered = 0;
  /** A renewal failed, which may have been the one that found the lease ended. */
  private unsure = false;
  private readonly pings = new Map<number, Ping>();
  private published: 'trusted' | 'suspect' = 'suspect';
  private firstRenewal = true;
  private reason: SuspectReason = 'connection';
  private cancel: CancelTimer = () => undefined;
  private closed = false;

  constructor(private readonly parts: LeaseParts) {}

  get holds(): boolean {
    return systemClock.monotonicMs() < this.trustedUntilMs;
  }

  /** Messages come in from now on. */
  listen(): void {
    this.listening = true;
    this.pings.clear();
    this.tick();
  }

  /** Messages are missed from now on. */
  lose(): void {
    this.listening = false;
    this.end('connection');
  }

  /** A ping came back. */
  hear(number: number): void {
    const ping = this.pings.get(number);
    if (ping === undefined) return;
    ping.back = true;
    const last = systemClock.monotonicMs() - ping.sentMs;
    this.lag = { last, longest: Math.max(last, this.lag?.longest ?? 0) };
    this.settle(number, ping);
  }

  close(): void {
    this.closed = true;
    this.cancel();
    this.trustedUntilMs = 0;
    if (this.parts.client.status === 'ready') {
      // Nobody need wait for a process that is gone; if this fails, they wait until the lease has ended.
      this.parts.client.zrem(this.parts.key, this.parts.process).catch(() => undefined);
    }
  }

  private tick(): void {
    this.cancel();
    if (this.closed) return;
    if (!this.holds) this.end('lease');
    if (this.listening) void this.renew();
    this.cancel = systemClock.after(this.parts.leaseMs / RENEWALS, () => this.tick());
  }

  private async renew(): Promise<void> {
    const { client, key, process, leaseMs, channel } = this.parts;
    if (client.status !== 'ready') return;
    const number = ++this.sent;
    const ping: Ping = { sentMs: systemClock.monotonicMs(), kept: undefined, back: false };
    this.pings.set(number, ping);
    try {
      // Past the circuit breaker: it belongs to requests, and a lease must be tried for when all else is left alone.
      const kept = await answeredWithin(
        renewal.run(client, [key], [process, leaseMs, channel, pingText(number)]),
        leaseMs,
      );
      ping.kept = kept === 1;
      this.answered += 1;
      this.settle(number, ping);
      if (this.answered > 2 * RENEWALS) {
        this.answered = 0;
        this.parts.onDeaf();
      }
    } catch {
      this.unsure = true;
      this.pings.delete(number); // without an answer the lease ends by itself
    }
  }

  private settle(number: number, { sentMs, kept, back }: Ping): void {
    if (kept === undefined || !back || this.closed) return;
    for (const older of this.pings.keys()) if (older <= number) this.pings.delete(older);
    this.answered = 0;
    if (!kept || this.unsure) {
      if (!kept && this.holds) this.end('expelled');
      if (!this.firstRenewal) this.parts.onGap();
    }
    this.firstRenewal = false;
    this.unsure = false;
    this.trustedUntilMs = Math.max(this.trustedUntilMs, sentMs + this.parts.leaseMs);
    if (!this.holds) return;
    this.publish('trusted');
    this.parts.onRenewed();
  }

  private end(reason: SuspectReason): void {
    this.trustedUntilMs = 0;
    if (this.published === 'suspect') return;
    this.reason = reason;
    this.publish('suspect');
  }

  private publish(state: 'trusted' | 'suspect'): void {
    if (this.published === state) return;
    this.published = state;
    cacheTrustState.publish(() => (state === 'trusted' ? { state } : { state, reason: this.reason }));
  }
}
