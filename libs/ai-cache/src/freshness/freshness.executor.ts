import type { Clock } from '@hydrogenai/common';
import { BackgroundRefreshes } from './background-refreshes.js';
import { FactoryTimeoutError } from './factory-timeout.error.js';
import { cacheRefreshTrouble, type CacheRefreshTrouble } from './freshness.facts.js';
import type { ResolvedFreshness } from './freshness.options.js';
import { decideFreshness, type EntryAges } from './freshness.policy.js';
import { ThrottledKeys } from './throttled-keys.js';

/** An answer that a tier holds, fresh or not. */
export interface Held<Result> extends Omit<EntryAges, 'throttled'> {
  readonly result: Result;
}

/** With 'early' the tiers still hold a fresh answer, which must not count as the new one. */
export type WhyCompute = 'missing' | 'stale' | 'early';

/** What one caller asks for. */
export interface FreshCall<Result> {
  /** The key, as one text. */
  readonly identity: string;
  /** For facts and errors. */
  readonly namespace: string;
  readonly options: ResolvedFreshness;
  readonly held: Held<Result> | undefined;
  /** Computes and stores, once for all who ask at the same time. Aborting leaves it. */
  readonly compute: (signal: AbortSignal, why: WhyCompute) => Promise<Result>;
  readonly signal?: AbortSignal | undefined;
}

export interface FreshnessParts {
  readonly clock: Clock;
  /** From 0 to 1, 0 excluded. Default: by chance. */
  readonly random?: () => number;
  /** Computations in the background at one time. Default: 64. */
  readonly mostRefreshes?: number;
}

/** How the waiting for a computation ended. */
type Outcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'soft' };

const DEFAULT_REFRESHES = 64;

/** Serves, refreshes and computes as the policy decides. It rejects only where nothing can stand in. */
export class FreshnessExecutor {
  readonly refreshes: BackgroundRefreshes;
  private readonly throttled: ThrottledKeys;
  private readonly random: () => number;

  constructor(private readonly parts: FreshnessParts) {
    this.refreshes = new BackgroundRefreshes(parts.mostRefreshes ?? DEFAULT_REFRESHES);
    this.throttled = new ThrottledKeys(parts.clock);
    this.random = parts.random ?? (() => 1 - Math.random());
  }

  /** @throws what `compute` throws, FactoryTimeoutError, or the signal's reason. */
  async obtain<Result>(call: FreshCall<Result>): Promise<Result> {
    const { held, identity, namespace, options } = call;
    if (held === undefined) return this.compute(call, undefined);
    const ages = { ...held, throttled: this.throttled.has(identity) };
    const decision = decideFreshness(ages, options, this.random());
    switch (decision.kind) {
      case 'serve':
        return held.result;
      case 'serve-and-refresh':
        this.refreshes.begin(identity, namespace, (signal) => this.refresh(call, decision.why, signal));
        return held.result;
      case 'compute':
        return this.compute(call, decision.standIn ? held : undefined);
    }
  }

  /** Aborts what runs in the background. */
  close(): void {
    this.refreshes.close();
  }

  /** A failure is left alone for a time, like that of a computation that somebody waits for. */
  private async refresh<Result>(
    call: FreshCall<Result>,
    why: WhyCompute,
    signal: AbortSignal,
  ): Promise<void> {
    const abort = new AbortController();
    const leave = (): void => abort.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    const outcome = await this.outcome(call, this.start(call, why, abort), abort, undefined);
    signal.removeEventListener('abort', leave);
    if (outcome.kind !== 'failed') return;
    this.throttled.add(call.identity, call.options.failSafeThrottleMs);
    throw outcome.error;
  }

  private async compute<Result>(call: FreshCall<Result>, standIn: Held<Result> | undefined): Promise<Result> {
    const { identity, namespace, options, signal } = call;
    signal?.throwIfAborted();
    const abort = new AbortController();
    const leave = (): void => abort.abort(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    const work = this.start(call, call.held === undefined ? 'missing' : 'stale', abort);
    const softMs = standIn && options.softTimeoutMs;
    const outcome = await this.outcome(call, work, abort, softMs);
    signal?.removeEventListener('abort', leave);
    if (outcome.kind === 'done') return outcome.result;
    // The caller has left: it wants its own reason, and no other answer.
    if (outcome.kind === 'failed' && (standIn === undefined || signal?.aborted === true)) throw outcome.error;
    if (standIn === undefined) throw new TypeError('Only an answer that stands in ends the waiting early.');
    if (outcome.kind === 'soft') this.refreshes.adopt(namespace, work, abort);
    else this.throttled.add(identity, options.failSafeThrottleMs);
    report(namespace, outcome.kind === 'soft' ? 'stood-in-for-delay' : 'stood-in-for-failure');
    return standIn.result;
  }

  private async start<Result>(
    { compute, identity }: FreshCall<Result>,
    why: WhyCompute,
    abort: AbortController,
  ): Promise<Result> {
    const result = await compute(abort.signal, why);
    this.throttled.delete(identity);
    return result;
  }

  /** Waits for the work: to its end, to the hard timeout, which aborts it, or to the soft one, which does not. */
  private outcome<Result>(
    { namespace, options: { hardTimeoutMs } }: FreshCall<Result>,
    work: Promise<Result>,
    abort: AbortController,
    softMs: number | undefined,
  ): Promise<Outcome<Result>> {
    const { clock } = this.parts;
    return new Promise((resolve) => {
      const cancelSoft =
        softMs === undefined ? undefined : clock.after(softMs, () => resolve({ kind: 'soft' }));
      // It goes on counting after the soft one: what runs in the background is aborted as well.
      const cancelHard =
        hardTimeoutMs === undefined
          ? undefined
          : clock.after(hardTimeoutMs, () => {
              const error = new FactoryTimeoutError(namespace, hardTimeoutMs);
              resolve({ kind: 'failed', error });
              abort.abort(error);
            });
      const settle = (outcome: Outcome<Result>): void => {
        cancelSoft?.();
        cancelHard?.();
        resolve(outcome);
      };
      work.then(
        (result) => settle({ kind: 'done', result }),
        (error: unknown) => settle({ kind: 'failed', error }),
      );
    });
  }
}

function report(namespace: string, what: CacheRefreshTrouble['what']): void {
  cacheRefreshTrouble.publish(() => ({ namespace, what }));
}
