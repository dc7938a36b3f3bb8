import type { ErrorKind, ProviderFailure } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';

/** Who is left alone after a failure, and for how long. */
export interface Pause {
  /** The model under this key, the model under every key, or the key. */
  readonly scope: 'lane' | 'model' | 'account';
  readonly forMs: number;
  readonly why: ErrorKind;
}

/** Nobody is left alone for longer, whatever a provider writes into a header. */
const LONGEST_MS = 366 * 86_400_000;

/**
 * The pause that follows from a failure, if one does. A Retry-After is honoured whatever passing failure it came with, a
 * long one too; the end of a spend limit likewise.
 *
 * @param now ms since 1970
 */
export function pauseAfter(failure: ProviderFailure, now: number): Pause | undefined {
  const { kind, retryAfterMs = 0, blockedUntil } = failure;
  const { cool, coolMs, retrySame } = ERROR_RULES[kind];
  if (cool === 'nothing' && !(retrySame && retryAfterMs)) return undefined;
  const untilMs = blockedUntil === undefined ? 0 : blockedUntil - now;
  const forMs = Math.max(untilMs, retryAfterMs) || coolMs;
  return {
    scope: cool === 'nothing' ? 'model' : cool,
    forMs: Math.min(Math.max(forMs, 1), LONGEST_MS),
    why: kind,
  };
}
