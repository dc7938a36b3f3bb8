import type { LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Clock } from '@hydrogenai/common';
import type { RoutingAttempt, RoutingTrail } from '@hydrogenai/common/models';
import type { ProviderFailure } from '../errors/error-kind.js';
import { StreamInterruptedError } from '../errors/stream-interrupted.error.js';
import { limitHeadersOf } from '../errors/limit-headers.js';
import type { AttemptBook } from './attempt-book.js';
import type { Attempt } from './attempt.js';
import { sign } from '../candidates/tool-loop.policy.js';
import { ProviderFailedError } from './provider-failed.error.js';
import { roundMs } from './round-ms.js';
import { routingMetadata } from '../candidates/routing-metadata.js';
import { abandonReader, failureIn, type OpenedStream } from './upstream-parts.js';

export interface CommittedStreamParts {
  readonly opened: OpenedStream;
  readonly attempt: Attempt;
  readonly routing: RoutingTrail;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly book: AttemptBook;
}

type Controller = ReadableStreamDefaultController<LanguageModelV4StreamPart>;

/** A stream that has passed on content. It ends with a finish part or breaks with a StreamInterruptedError, never in between. */
export class CommittedStream {
  private partialText = '';
  private otherCharacters = 0;
  /** The attempt has ended, one way or the other: nothing that comes later changes what is said of it. */
  private settled = false;
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
        cancel: () => this.settle({ kind: 'aborted' }),
      },
      // Nothing is read ahead: the reader's pace is the provider's pace.
      { highWaterMark: 0 },
    );
  }

  private start(controller: Controller): void {
    const { opened, attempt } = this.parts;
    // An abort or a deadline ends the stream at once, also while nobody reads.
    const { signal } = attempt.scope;
    signal.addEventListener('abort', () => this.break(signal.reason, controller), { once: true });
    for (const part of opened.parts) this.passOn(part, controller);
  }

  private async pull(controller: Controller): Promise<void> {
    const { attempt, opened } = this.parts;
    const idle = attempt.scope.expireAfter(attempt.budget.idleMs, 'idle');
    try {
      const { done, value } = await attempt.scope.guard(opened.reader.read());
      idle();
      if (this.settled) return;
      if (done) throw new ProviderFailedError({ kind: 'stream_interrupted' });
      const failure = failureIn(value, attempt.scope);
      if (failure) throw new ProviderFailedError(failure);
      this.passOn(value, controller);
    } catch (error) {
      this.break(error, controller);
    }
  }

  private passOn(part: LanguageModelV4StreamPart, controller: Controller): void {
    if (part.type === 'text-delta') this.partialText += part.delta;
    else if (part.type === 'reasoning-delta' || part.type === 'tool-input-delta') {
      this.otherCharacters += part.delta.length;
    }
    if (part.type !== 'finish') {
      const { candidate } = this.parts.attempt;
      controller.enqueue(sign(part, candidate.lane));
      return;
    }
    this.settle(undefined, part.usage);
    controller.enqueue({
      ...part,
      providerMetadata: { ...part.providerMetadata, ...routingMetadata(this.parts.routing) },
    });
    // The answer is whole. What the connection does from here on is no longer the reader's concern.
    controller.close();
  }

  private break(error: unknown, controller: Controller): void {
    if (this.settled) return;
    const { attempt, routing, signal } = this.parts;
    const failure = error instanceof ProviderFailedError ? error.failure : attempt.scope.failureOf(error);
    this.settle(failure);
    controller.error(
      failure.kind === 'aborted'
        ? signal?.reason
        : new StreamInterruptedError(failure.kind, routing, this.partialText),
    );
  }

  /** Ends the attempt: once, whatever came first. */
  private settle(failure: ProviderFailure | undefined, usage?: LanguageModelV4Usage): void {
    if (this.settled) return;
    this.settled = true;
    const { attempt, opened, book, clock } = this.parts;
    if (failure) attempt.scope.abandon();
    else attempt.scope.release();
    abandonReader(opened.reader);
    if (!this.entry) return;
    this.entry.outcome = failure ? 'failed' : 'answered';
    this.entry.ms = roundMs(clock.monotonicMs() - attempt.startedMs);
    if (failure) this.entry.kind = failure.kind;
    const limitHeaders = limitHeadersOf(opened.upstream.response?.headers);
    book.close(attempt, {
      entry: this.entry,
      outputCharacters: this.partialText.length + this.otherCharacters,
      ...(failure ? { failure } : {}),
      ...(usage ? { usage } : {}),
      ...(limitHeaders ? { limitHeaders } : {}),
    });
  }
}
