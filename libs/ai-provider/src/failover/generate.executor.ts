import type {
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
} from '@ai-sdk/provider';
import { limitHeadersOf } from '../errors/limit-headers.js';
import type { AnswerCheck } from './answer-check.js';
import type { AttemptBook } from './attempt-book.js';
import type { ModelCandidate } from '../candidates/candidate.js';
import { callFor } from '../interop/travelling-call.policy.js';
import type { Attempt } from './attempt.js';
import type { FailoverExecutor } from './failover.executor.js';
import type { Answered, FailoverRequest } from './failover-run.js';
import { ProviderFailedError } from './provider-failed.error.js';

/** Answers in one piece. */
export class GenerateExecutor {
  constructor(
    private readonly failover: FailoverExecutor,
    private readonly book: AttemptBook,
  ) {}

  async run(
    request: FailoverRequest<ModelCandidate>,
    options: LanguageModelV4CallOptions,
    check?: AnswerCheck,
  ): Promise<Answered<LanguageModelV4GenerateResult, ModelCandidate>> {
    const answered = await this.failover.run(request, (attempt) => generate(attempt, options, check));
    const { attempt, routing, result } = answered;
    const entry = routing.attempts.at(-1);
    const limitHeaders = limitHeadersOf(result.response?.headers);
    if (entry) {
      this.book.close(attempt, {
        entry,
        usage: result.usage,
        outputCharacters: charactersOf(result.content),
        ...(limitHeaders ? { limitHeaders } : {}),
      });
    }
    return answered;
  }
}

async function generate(
  { candidate, budget, scope }: Attempt<ModelCandidate>,
  options: LanguageModelV4CallOptions,
  check: AnswerCheck | undefined,
): Promise<LanguageModelV4GenerateResult> {
  const call = check ? check.callFor(candidate, options) : options;
  scope.expireAfter(budget.wholeMs, budget.wholeMs < budget.totalMs ? 'attempt' : 'total');
  const result = await scope.guard(
    candidate.languageModel.doGenerate({ ...callFor(candidate, call), abortSignal: scope.signal }),
  );
  const { usage } = result;
  const { unified } = result.finishReason;
  if (unified === 'interrupted') throw new ProviderFailedError({ kind: 'stream_interrupted' }, usage);
  if (unified === 'error') throw new ProviderFailedError({ kind: 'malformed_response' }, usage);
  if (check) await scope.guard(check.accept(candidate, call, result));
  scope.release();
  return result;
}

/** What the model wrote, for an estimate where the provider does not count. */
function charactersOf(content: readonly LanguageModelV4Content[]): number {
  return content.reduce((sum, part) => {
    if (part.type === 'text' || part.type === 'reasoning') return sum + part.text.length;
    return part.type === 'tool-call' ? sum + part.input.length : sum;
  }, 0);
}
