import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { factChannel, type Clock } from '@hydrogenai/common';
import type { RoutingAttempt } from '@hydrogenai/common/models';
import { ERROR_RULES } from '../errors/error-rules.js';
import type { ErrorKind } from '../errors/error-kind.js';
import type { Candidate } from '../candidates/candidate.js';
import type { AttemptEnd, AttemptObserver } from '../failover/attempt-end.js';
import type { ModelStats } from './provider-stats.js';
import { SampleWindow } from './sample-window.js';

/** One attempt that has ended. */
export interface AttemptFact extends RoutingAttempt {
  /** True when an operator has to act: the account is out of money, or a key or a model name is refused. */
  readonly alarm: boolean;
}

/** Facts of all attempts: `hydrogenai:ai.attempt`. */
export const aiAttempt = factChannel<AttemptFact>('ai.attempt');

/** Enough for a stable 95th percentile, and 4 KB a model. */
const WINDOW = 512;

/** Counts what happens at each candidate. Bounded: one record a candidate. */
export class StatsRecorder implements AttemptObserver {
  private readonly records = new Map<string, CandidateRecord>();

  constructor(private readonly clock: Clock) {}

  attemptEnded({ candidate, entry, failure, usage }: AttemptEnd): void {
    const record = this.recordOf(candidate);
    if (!failure) record.answer(entry, usage, this.clock.now());
    else if (failure.kind === 'aborted') record.aborted += 1;
    else record.fail(failure.kind, this.clock.now());
    aiAttempt.publish(() => ({
      ...entry,
      alarm: failure !== undefined && ERROR_RULES[failure.kind].alarm,
    }));
  }

  statsOf(candidate: Candidate, coolingMs: number): ModelStats {
    return { model: candidate.model, coolingMs, ...this.recordOf(candidate).snapshot() };
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
  aborted = 0;
  private answered = 0;
  private failed = 0;
  private readonly failures: Partial<Record<ErrorKind, number>> = {};
  private inputTokens = 0;
  private outputTokens = 0;
  private readonly latency = new SampleWindow(WINDOW);
  private readonly firstToken = new SampleWindow(WINDOW);
  private lastAnsweredAt: number | null = null;
  private lastFailure: { at: number; kind: ErrorKind } | null = null;

  answer(attempt: RoutingAttempt, usage: LanguageModelV4Usage | undefined, now: number): void {
    this.answered += 1;
    this.inputTokens += usage?.inputTokens.total ?? 0;
    this.outputTokens += usage?.outputTokens.total ?? 0;
    this.latency.add(attempt.ms);
    if (attempt.firstTokenMs !== undefined) this.firstToken.add(attempt.firstTokenMs);
    this.lastAnsweredAt = now;
  }

  fail(kind: ErrorKind, now: number): void {
    this.failed += 1;
    this.failures[kind] = (this.failures[kind] ?? 0) + 1;
    this.lastFailure = { at: now, kind };
  }

  snapshot(): Omit<ModelStats, 'model' | 'coolingMs'> {
    return {
      attempts: this.answered + this.failed + this.aborted,
      answered: this.answered,
      failed: this.failed,
      aborted: this.aborted,
      failures: { ...this.failures },
      inputTokens: this.inputTokens,
      outputTokens: this.outputTokens,
      latencyMs: this.latency.percentiles(),
      firstTokenMs: this.firstToken.percentiles(),
      lastAnsweredAt: this.lastAnsweredAt,
      lastFailure: this.lastFailure,
    };
  }
}
