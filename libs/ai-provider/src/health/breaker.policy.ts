import type { ProviderFailure } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import type { ResolvedBreakerOptions } from './breaker.options.js';

/** What a breaker lets through: everything, nothing for a while, or one attempt that finds out. */
export type BreakerState =
  | { readonly state: 'closed' }
  | { readonly state: 'open'; readonly forMs: number }
  | { readonly state: 'half_open'; readonly probing: boolean };

/** Whose breaker: that of one model under every key, or that of a provider with all its models. */
export type BreakerScope = 'model' | 'provider';

/** What the attempts of the latest `windowMs` say. Times are monotonic ms. */
export interface BreakerWindow {
  /** Oldest first; at most `SLICES` and one more. */
  readonly slices: readonly Slice[];
  /** Failures since the last answer, however long ago. */
  readonly failuresInARow: number;
}

interface Slice {
  readonly startMs: number;
  readonly answered: number;
  readonly failed: number;
}

export const EMPTY_WINDOW: BreakerWindow = { slices: [], failuresInARow: 0 };

/** The window moves on in tenths of its length, so that its memory does not grow with the load. */
const SLICES = 10;

/**
 * What one attempt says of the provider: that it answers; that it is there, though it refused this request or this key;
 * that it is broken; or nothing at all.
 */
export type Evidence = 'answered' | 'alive' | 'failed' | 'nothing';

/** @param ms how long the attempt took */
export function evidenceOf(
  failure: ProviderFailure | undefined,
  ms: number,
  scope: BreakerScope,
  { shortestTimeoutMs }: ResolvedBreakerOptions,
): Evidence {
  if (!failure) return 'answered';
  if (failure.kind === 'aborted') return 'nothing';
  const { breaks } = ERROR_RULES[failure.kind];
  if (breaks === 'nothing') return 'alive';
  // A caller in a great hurry says nothing about the provider.
  if (failure.kind === 'timeout' && failure.httpStatus === undefined && ms < shortestTimeoutMs)
    return 'nothing';
  if (breaks === scope) return 'failed';
  // A broken model had a connection; without a connection nothing is known of the model. A timeout of ours may be either.
  const connected = failure.kind !== 'timeout' || failure.httpStatus !== undefined;
  return scope === 'provider' && connected ? 'alive' : 'nothing';
}

/** The window after one more attempt, and whether the breaker opens by it. */
export function afterAttempt(
  before: BreakerWindow,
  evidence: 'answered' | 'failed',
  nowMs: number,
  options: ResolvedBreakerOptions,
): { readonly window: BreakerWindow; readonly opens: boolean } {
  const failed = evidence === 'failed';
  const window: BreakerWindow = {
    slices: counted(before.slices, failed, nowMs, options.windowMs),
    failuresInARow: failed ? before.failuresInARow + 1 : 0,
  };
  return { window, opens: failed && isTooMuch(window, options) };
}

function counted(
  slices: readonly Slice[],
  failed: boolean,
  nowMs: number,
  windowMs: number,
): readonly Slice[] {
  const oldest = slices[0];
  const isFresh = ({ startMs }: Slice): boolean => nowMs - startMs < windowMs;
  const kept = !oldest || isFresh(oldest) ? slices : slices.filter(isFresh);
  const last = kept.at(-1);
  const current =
    last && nowMs - last.startMs < windowMs / SLICES ? last : { startMs: nowMs, answered: 0, failed: 0 };
  const one = failed
    ? { ...current, failed: current.failed + 1 }
    : { ...current, answered: current.answered + 1 };
  return current === last ? [...kept.slice(0, -1), one] : [...kept, one];
}

function isTooMuch({ slices, failuresInARow }: BreakerWindow, options: ResolvedBreakerOptions): boolean {
  if (failuresInARow >= options.failuresInARow) return true;
  let failed = 0;
  let all = 0;
  for (const slice of slices) {
    failed += slice.failed;
    all += slice.failed + slice.answered;
  }
  return all >= options.minimumAttempts && failed >= all * options.failureShare;
}

/** How long a breaker opens: longer each time its probe fails, up to a bound. */
export function openFor(lastOpenMs: number | undefined, options: ResolvedBreakerOptions): number {
  return lastOpenMs === undefined ? options.openMs : Math.min(options.longestOpenMs, lastOpenMs * 2);
}
