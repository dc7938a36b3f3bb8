import type { Clock } from '@hydrogenai/common';
import { ERROR_RULES } from '../errors/error-rules.js';
import type { AttemptEnd, AttemptObserver } from '../failover/attempt-end.js';
import type { Candidate } from './candidate.js';

/** Who is to be left alone, and until when. It is told directly by the executor, never through logging. */
export class CoolingStore implements AttemptObserver {
  /** Monotonic ms by candidate id or provider name; never more entries than candidates and providers. */
  private readonly until = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /**
   * Takes note of a failure. A Retry-After is honoured whatever passing failure it came with. A longer pause that is
   * already in force stays.
   */
  attemptEnded({ candidate, failure }: Pick<AttemptEnd, 'candidate' | 'failure'>): void {
    if (!failure) return;
    const rule = ERROR_RULES[failure.kind];
    if (rule.cool === 'nothing' && !(rule.retrySame && failure.retryAfterMs)) return;
    const wall = failure.blockedUntil === undefined ? undefined : failure.blockedUntil - this.clock.now();
    const pauseMs = Math.max(wall ?? 0, failure.retryAfterMs ?? 0) || rule.coolMs;
    const key = rule.cool === 'provider' ? candidate.provider : candidate.id;
    const end = this.clock.monotonicMs() + pauseMs;
    if (end > (this.until.get(key) ?? 0)) this.until.set(key, end);
  }

  /** For how long the candidate is still to be left alone, in ms; 0 when it is free. */
  remainingMs(candidate: Candidate): number {
    if (this.until.size === 0) return 0;
    const now = this.clock.monotonicMs();
    return Math.max(0, this.left(candidate.id, now), this.left(candidate.provider, now));
  }

  /** Forgets the pauses of a provider, for an operator who knows that it is mended. */
  clear(provider: string): void {
    for (const key of this.until.keys()) {
      if (key === provider || key.startsWith(`${provider}/`)) this.until.delete(key);
    }
  }

  private left(key: string, now: number): number {
    const end = this.until.get(key);
    if (end === undefined) return 0;
    if (end > now) return end - now;
    this.until.delete(key);
    return 0;
  }
}
