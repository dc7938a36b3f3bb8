import type {
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import type { Clock } from '@hydrogenai/common';
import type { AttemptBook } from './attempt-book.js';
import { CommittedStream } from './committed-stream.js';
import type { ModelCandidate } from '../candidates/candidate.js';
import { callFor } from '../interop/travelling-call.policy.js';
import type { Attempt } from './attempt.js';
import type { FailoverExecutor } from './failover.executor.js';
import type { Answered, FailoverRequest } from './failover-run.js';
import { ProviderFailedError } from './provider-failed.error.js';
import { commits } from './stream-parts.policy.js';
import { abandonReader, failureIn, type OpenedStream } from './upstream-parts.js';

/** Answers as a stream: fails over until the first content, and never after it. */
export class StreamExecutor {
  constructor(
    private readonly clock: Clock,
    private readonly failover: FailoverExecutor,
    private readonly book: AttemptBook,
  ) {}

  async run(
    request: FailoverRequest<ModelCandidate>,
    options: LanguageModelV4CallOptions,
  ): Promise<Answered<LanguageModelV4StreamResult>> {
    const {
      result: opened,
      attempt,
      routing,
    } = await this.failover.run(request, (next) => this.open(next, options));
    const committed = new CommittedStream({
      opened,
      attempt,
      routing,
      signal: request.signal,
      clock: this.clock,
      book: this.book,
    });
    return { attempt, routing, result: { ...opened.upstream, stream: committed.toReadableStream() } };
  }

  /** Reads up to the first content. Everything that goes wrong until then is the business of failover. */
  private async open(
    attempt: Attempt<ModelCandidate>,
    options: LanguageModelV4CallOptions,
  ): Promise<OpenedStream> {
    const { candidate, budget, scope, startedMs } = attempt;
    const total = budget.firstTokenMs >= budget.totalMs;
    scope.expireAfter(budget.totalMs, 'total');
    const firstToken = scope.expireAfter(budget.firstTokenMs, total ? 'total' : 'first_token');
    const opening = candidate.languageModel.doStream({
      ...callFor(candidate, options),
      abortSignal: scope.signal,
    });
    const upstream = await scope.guard(opening).catch((error: unknown) => {
      closeLate(opening);
      throw error;
    });
    const reader = upstream.stream.getReader();
    const parts: LanguageModelV4StreamPart[] = [];
    try {
      for (;;) {
        const { done, value } = await scope.guard(reader.read());
        if (done) throw new ProviderFailedError({ kind: 'stream_interrupted' });
        const failure = failureIn(value, scope);
        if (failure) throw new ProviderFailedError(failure);
        parts.push(value);
        if (commits(value, parts.length)) break;
      }
    } catch (error) {
      abandonReader(reader);
      throw error;
    }
    firstToken();
    return { reader, parts, upstream, firstTokenMs: this.clock.monotonicMs() - startedMs };
  }
}

/** A model that does not obey its signal may open its stream after all; nobody will read it. */
function closeLate(opening: PromiseLike<LanguageModelV4StreamResult>): void {
  opening.then(
    ({ stream }) => abandonReader(stream.getReader()),
    // It failed, which has been dealt with: there is nothing to close.
    () => undefined,
  );
}
