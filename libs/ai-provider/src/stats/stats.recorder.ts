import { factChannel, type Clock } from '@hydrogenai/common';
import type { RoutingAttempt } from '@hydrogenai/common/models';
import { ERROR_RULES } from '../errors/error-rules.js';
import type { ErrorKind } from '../errors/error-kind.js';
import type { Candidate } from '../candidates/candidate.js';
import type { AttemptEnd, AttemptObserver } from '../failover/attempt-end.js';
import type { ChargeBook } from '../money/prices/charge-book.js';
import type { ModelStats } from './provider-stats.js';
import { SampleWindow } from './sample-window.js';

/** One attempt that has ended. */
export interface AttemptFact extends RoutingAttempt {
  /** True when an operator has to act: the account is out of money, or a key or a model name is refused. */
  readonly alarm: boolean;
}

/** Facts of all attempts: `hydrogenai:ai.attempt`. */
export const aiAttempt = factChannel<AttemptFact>('ai.attempt');

/** Enough for a stable 95th percentile, and 8 KB a window and model; what was an hour ago says little of now. */
const WINDOW = { size: 512, maxAgeMs: 3_600_000 } as const;
const MS_PER_S = 1_000;

/** Counts what happens at each candidate. Bounded: one record a candidate. */
export class StatsRecorder implements AttemptObserver {
  private readonly records = new Map<string, CandidateRecord>();

  /** @param charges knows what attempts cost; without it all count as not priced. */
  constructor(
    private readonly clock: Clock,
    private readonly charges?: ChargeBook,
  ) {}

  attemptEnded(end: AttemptEnd): void {
    const { candidate, entry, failure } = end;
    const record = this.recordOf(candidate);
    const now = this.clock.now();
    record.spend(this.charges?.chargeOf(end).costMicroDollars ?? null);
    record.end(end, this.clock.monotonicMs());
    if (!failure) record.lastAnsweredAt = now;
    else if (failure.kind !== 'aborted') record.lastFailure = { at: now, kind: failure.kind };
    aiAttempt.publish(() => ({
      ...entry,
      alarm: failure !== undefined && ERROR_RULES[failure.kind].alarm,
    }));
  }

  statsOf(candidate: Candidate, coolingMs: number): ModelStats {
    return {
      model: candidate.model,
      coolingMs,
      ...this.recordOf(candidate).snapshot(this.clock.monotonicMs()),
    };
  }

  private recordOf(candidate: Candidate): CandidateRecord {
    let record = this.records.get(candidate.id);
    if (!record) {
      record = new CandidateRecord();
      this.records.set(candidate.id, record);
    }
    return record;
  }
}

class CandidateRecord {
  lastAnsweredAt: number | null = null;
  lastFailure: { at: number; kind: ErrorKind } | null = null;
  private answered = 0;
  private failed = 0;
  private aborted = 0;
  private readonly failures: Partial<Record<ErrorKind, number>> = {};
  private inputTokens = 0;
  private outputTokens = 0;
  private costMicroDollars = 0;
  private unpriced = 0;
  private readonly latency = new SampleWindow(WINDOW);
  private readonly firstToken = new SampleWindow(WINDOW);
  private readonly tokenRate = new SampleWindow(WINDOW);
  private readonly errors = new SampleWindow(WINDOW);
  private readonly failovers = new SampleWindow(WINDOW);

  /** @param nowMs monotonic. */
  end(end: AttemptEnd, nowMs: number): void {
    const { failure, index = 0 } = end;
    this.failovers.add(index > 0 ? 1 : 0, nowMs);
    if (!failure) {
      this.errors.add(0, nowMs);
      this.answer(end, nowMs);
    } else if (failure.kind === 'aborted') {
      this.aborted += 1;
    } else {
      this.errors.add(1, nowMs);
      this.failed += 1;
      this.failures[failure.kind] = (this.failures[failure.kind] ?? 0) + 1;
    }
  }

  spend(costMicroDollars: number | null): void {
    if (costMicroDollars === null) this.unpriced += 1;
    else this.costMicroDollars += costMicroDollars;
  }

  snapshot(nowMs: number): Omit<ModelStats, 'model' | 'coolingMs'> {
    return {
      attempts: this.answered + this.failed + this.aborted,
      answered: this.answered,
      failed: this.failed,
      aborted: this.aborted,
      failures: { ...this.failures },
      inputTokens: this.inputTokens,
      outputTokens: this.outputTokens,
      costMicroDollars: this.costMicroDollars,
      unpriced: this.unpriced,
      latencyMs: this.latency.percentiles(nowMs),
      firstTokenMs: this.firstToken.percentiles(nowMs),
      tokensPerSecond: this.tokenRate.percentiles(nowMs),
      errorShare: this.errors.mean(nowMs),
      failoverShare: this.failovers.mean(nowMs),
      lastAnsweredAt: this.lastAnsweredAt,
      lastFailure: this.lastFailure,
    };
  }

  private answer({ entry, usage }: AttemptEnd, nowMs: number): void {
    const { ms, firstTokenMs } = entry;
    const outputTokens = usage?.outputTokens.total ?? 0;
    this.answered += 1;
    this.inputTokens += usage?.inputTokens.total ?? 0;
    this.outputTokens += outputTokens;
    this.latency.add(ms, nowMs);
    if (firstTokenMs === undefined) return;
    this.firstToken.add(firstTokenMs, nowMs);
    // An answer in one chunk tells nothing of its pace.
    if (outputTokens > 0 && ms > firstTokenMs) {
      this.tokenRate.add((outputTokens * MS_PER_S) / (ms - firstTokenMs), nowMs);
    }
  }
}
