import type { StoreFailureReason } from '../stores/rate-limit.store.js';

/** How the shared store has been answering. Times are ms of a monotonic clock. */
export type StoreHealth = { readonly state: 'healthy' } | Outage;

export interface Outage {
  readonly state: 'degraded';
  readonly sinceMs: number;
  readonly lastFailureMs: number;
  /** Decisions made without the store since then. */
  readonly fallbacks: number;
  /** While the store hangs: when it may be asked again. `undefined` while it fails fast, for asking costs no time then. */
  readonly nextProbeMs: number | undefined;
}

export const HEALTHY: StoreHealth = { state: 'healthy' };

/**
 * An outage is over when a call succeeds and none has failed for this long. Shorter, and a store that fails every other
 * call would make an outage of each; longer, and recovery would be told later than 2 s (1 s of it is the reconnect).
 */
const QUIET_MS = 500;

/** A hung store costs a call its whole deadline and keeps the command in memory, so few calls pay for finding out. */
const PROBE_EVERY_MS = 100;

/** Whether this call should ask the store, or go without at once. */
export function mayAsk(health: StoreHealth, nowMs: number): boolean {
  return health.state === 'healthy' || health.nextProbeMs === undefined || nowMs >= health.nextProbeMs;
}

/** To be applied when a call that `mayAsk` allowed is about to ask: while the store hangs, the next one waits its turn. */
export function afterAsking(health: StoreHealth, nowMs: number): StoreHealth {
  if (health.state === 'healthy' || health.nextProbeMs === undefined) return health;
  return { ...health, nextProbeMs: nowMs + PROBE_EVERY_MS };
}

export function afterFailure(health: StoreHealth, nowMs: number, reason: StoreFailureReason): StoreHealth {
  switch (reason) {
    case 'suspended':
      return health.state === 'healthy' ? health : { ...health, fallbacks: health.fallbacks + 1 };
    case 'timeout':
      return { ...failed(health, nowMs), nextProbeMs: nowMs + PROBE_EVERY_MS };
    case 'disconnected':
    case 'refused':
      return { ...failed(health, nowMs), nextProbeMs: undefined };
    default:
      return reason satisfies never;
  }
}

export function afterSuccess(health: StoreHealth, nowMs: number): StoreHealth {
  if (health.state === 'healthy') return health;
  return nowMs - health.lastFailureMs >= QUIET_MS ? HEALTHY : { ...health, nextProbeMs: undefined };
}

function failed(health: StoreHealth, nowMs: number): Outage {
  return {
    state: 'degraded',
    sinceMs: health.state === 'degraded' ? health.sinceMs : nowMs,
    lastFailureMs: nowMs,
    fallbacks: health.state === 'degraded' ? health.fallbacks + 1 : 1,
    nextProbeMs: undefined,
  };
}
