import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Clock } from '@hydrogenai/common';
import type { RoutingAttempt, RoutingTrail } from '@hydrogenai/common/models';
import type { ProviderFailure } from '../errors/error-kind.js';
import { StreamInterruptedError } from '../errors/stream-interrupted.error.js';
import type { StatsRecorder } from '../stats/stats.recorder.js';
import type { Attempt } from './failover.executor.js';
import { ProviderFailedError } from './provider-failed.error.js';
import { roundMs } from './round-ms.js';
import { routingMetadata } from './routing-metadata.js';
import { abandonReader, failureIn, type OpenedStream } from './upstream-parts.js';

export interface CommittedStreamParts {
  readonly opened: OpenedStream;
  readonly attempt: Attempt;
  readonly routing: RoutingTrail;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly stats: StatsRecorder;
}

type Controller = ReadableStreamDefaultController<LanguageModelV4StreamPart>;

/** A stream that has passed on content. It ends with a finish part or breaks with a StreamInterruptedError, never in between. */
export class CommittedStream {
  private partialText = '';
  private finished = false;
  private settled = false;
  private usage: LanguageModelV4Usage | undefined;
  private readonly entry: RoutingAttempt | undefined;

  constructor(private readonly parts: CommittedStreamParts) {
    this.entry = parts.routing.attempts.at(-1);
    if (this.entry) this.entry.firstTokenMs = roundMs(parts.opened.firstTokenMs);
  }

  toReadableStream(): ReadableStream<LanguageModelV4StreamPart> {
    return new ReadableStream<LanguageModelV4StreamPart>(
      {
        start: (controller) => this.start(controller),
        pull: (controller) => this.pull(controller),
        cancel: () => this.leave(),
      },
      // Nothing is read ahead: the reader's pace is the provider's pace.
      { highWaterMark: 0 },
    );
  }

  private start(controller: Controller): void {
    for (const part of this.parts.opened.parts) this.passOn(part, controller);
  }

  private async pull(controller: Controller): Promise<void> {
    const { attempt, opened, clock } = this.parts;
    const idle = attempt.scope.expireAfter(attempt.budget.idleMs, 'idle');
    try {
      const { done, value } = await attempt.scope.guard(opened.reader.read());
      idle();
      if (done) {
        if (!this.finished) throw new ProviderFailedError({ kind: 'stream_interrupted' });
        this.settle(undefined);
        controller.close();
        return;
      }
      const failure = failureIn(value, clock.now());
      if (failure) throw new ProviderFailedError(failure);
      this.passOn(value, controller);
    } catch (error) {
      this.break(error, controller);
    }
  }

  private passOn(part: LanguageModelV4StreamPart, controller: Controller): void {
    if (part.type === 'text-delta') this.partialText += part.delta;
    if (part.type !== 'finish') {
      controller.enqueue(part);
      return;
    }
    this.finished = true;
    this.finishEntry('answered');
    this.usage = part.usage;
    controller.enqueue({
      ...part,
      providerMetadata: { ...part.providerMetadata, ...routingMetadata(this.parts.routing) },
    });
  }

  private break(error: unknown, controller: Controller): void {
    const { attempt, routing, signal } = this.parts;
    const failure = error instanceof ProviderFailedError ? error.failure : attempt.scope.failureOf(error);
    this.finishEntry('failed', failure);
    this.settle(failure);
    controller.error(
      failure.kind === 'aborted'
        ? signal?.reason
        : new StreamInterruptedError(failure.kind, routing, this.partialText),
    );
  }

  private leave(): void {
    this.settle(this.finished ? undefined : { kind: 'aborted' });
  }

  /** Ends the attempt: once, whatever came first. */
  private settle(failure: ProviderFailure | undefined): void {
    if (this.settled) return;
    this.settled = true;
    const { attempt, opened, stats } = this.parts;
    if (this.finished) attempt.scope.release();
    else attempt.scope.abandon();
    abandonReader(opened.reader);
    if (this.entry) stats.record(attempt.candidate, this.entry, failure, this.usage);
  }

  private finishEntry(outcome: RoutingAttempt['outcome'], failure?: ProviderFailure): void {
    if (!this.entry) return;
    this.entry.outcome = outcome;
    this.entry.ms = roundMs(this.parts.clock.monotonicMs() - this.parts.attempt.startedMs);
    if (failure) this.entry.kind = failure.kind;
  }
}
