import type { EmbeddingModelV4CallOptions, LanguageModelV4Usage } from '@ai-sdk/provider';
import { InvalidOptionError, parseDuration, type Clock } from '@hydrogenai/common';
import { estimateTextTokens } from '../admission/estimate-tokens.js';
import type { Candidate, EmbeddingCandidate } from '../candidates/candidate.js';
import { planRoute } from '../candidates/route.policy.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { AttemptBook } from '../failover/attempt-book.js';
import type { FailoverExecutor } from '../failover/failover.executor.js';
import { readLabels, type CallLabels } from '../response/call-labels.policy.js';
import { chunksOf, sizesOf } from './chunks.policy.js';
import { EmbeddingCall, usageOf, type SharedDimensions } from './embedding-call.js';
import type { LogicalEmbedder } from './embedding-options.js';
import {
  checkedValue,
  checkedValues,
  type EmbedManyRequest,
  type EmbedManyResponse,
  type EmbedRequest,
  type EmbedResponse,
} from './embedding-request.js';
import { inParallel } from './in-parallel.js';

/** What an answer cost, in whole micro-dollars; `null` when the price is not known. */
type CostOf = (candidate: Candidate, usage: LanguageModelV4Usage) => number | null;

/** What one request asks of an embedder, whoever asks. */
export interface EmbeddingJob {
  readonly options: EmbeddingModelV4CallOptions;
  readonly labels: CallLabels | undefined;
  readonly deadlineMs: number | undefined;
}

/** The embedding models of an application. */
export class EmbeddingPool {
  private readonly call: EmbeddingCall;

  constructor(
    private readonly embedders: ReadonlyMap<string, LogicalEmbedder>,
    private readonly clock: Clock,
    failover: FailoverExecutor,
    book: AttemptBook,
    private readonly costOf: CostOf,
  ) {
    this.call = new EmbeddingCall(failover, book);
  }

  /** All candidates of all embedding models. */
  get candidates(): readonly EmbeddingCandidate[] {
    return [...this.embedders.values()].flatMap(({ candidates }) => candidates);
  }

  async embed({ value, ...wishes }: EmbedRequest): Promise<EmbedResponse> {
    checkedValue(value, 'value');
    const { embeddings, providers, routing, ...rest } = await this.embedMany({ ...wishes, values: [value] });
    const [embedding] = embeddings;
    const [provider] = providers;
    const [trail] = routing;
    if (!embedding || provider === undefined || !trail) throw new RangeError('one text gave no vector');
    return { ...rest, embedding, provider, routing: trail };
  }

  async embedMany(request: EmbedManyRequest): Promise<EmbedManyResponse> {
    const values = [...checkedValues(request.values, 'values')];
    const { signal, deadlineMs } = request;
    return this.run(this.embedder(request.model), {
      options: { values, ...(signal === undefined ? {} : { abortSignal: signal }) },
      labels: readLabels(request, ''),
      deadlineMs:
        deadlineMs === undefined ? undefined : parseDuration(deadlineMs, 'deadlineMs', { minMs: 1 }),
    });
  }

  /** Sends the texts in as many calls as needed: at most `parallel` at once, under one deadline. */
  async run(embedder: LogicalEmbedder, job: EmbeddingJob): Promise<EmbedManyResponse> {
    const { limits, candidates, name } = embedder;
    const { values, abortSignal, ...options } = job.options;
    const endMs = this.clock.monotonicMs() + (job.deadlineMs ?? limits.deadlineMs);
    const dimensions: SharedDimensions = { length: options.dimensions ?? embedder.dimensions };
    if (dimensions.length !== undefined) options.dimensions = dimensions.length;
    const offered = { candidates, reason: `first in the order of "${name}"` };
    const route = planRoute(offered, {
      preferences: [],
      switchedTo: undefined,
      fallbackEnabled: true,
    });
    const { perCall, parallel } = await sizesOf(candidates, embedder.parallel);
    const answers = await inParallel(chunksOf(values, perCall), parallel, abortSignal, (chunk, signal) =>
      this.call.run(
        {
          model: name,
          route,
          limits: { ...limits, deadlineMs: Math.max(0, endMs - this.clock.monotonicMs()) },
          profile: { ...job.labels, inputTokens: estimateTextTokens(chunk), maxOutputTokens: 0 },
          expects: 'answer',
          hedging: undefined,
          signal,
        },
        { ...options, values: chunk },
        dimensions,
      ),
    );
    const tokens = answers.map(({ result }) => result.usage?.tokens);
    return {
      embeddings: answers.flatMap(({ result }) => result.embeddings),
      dimensions: dimensions.length ?? 0,
      model: candidates[0]?.model ?? name,
      providers: [...new Set(answers.map(({ attempt }) => attempt.candidate.provider))],
      tokensUsed: sumOf(tokens),
      cost: sumOf(answers.map(({ attempt, result }) => this.costOf(attempt.candidate, usageOf(result)))),
      routing: answers.map(({ routing }) => routing),
    };
  }

  /** @throws UnknownNameError naming the known ones; InvalidOptionError when there are none at all. */
  embedder(name?: string): LogicalEmbedder {
    const known = [...this.embedders.keys()];
    const wanted = name ?? (this.embedders.has('default') ? 'default' : known[0]);
    if (wanted === undefined) {
      throw new InvalidOptionError({
        field: 'embeddings',
        accepted:
          'at least one embedding model, such as { default: { use: ["openai/text-embedding-3-small"] } }',
        received: undefined,
      });
    }
    const found = this.embedders.get(wanted);
    if (!found) throw new UnknownNameError('embedding model', wanted, known);
    return found;
  }
}

/** Unknown when one of them is. */
function sumOf(parts: readonly (number | null | undefined)[]): number | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null || part === undefined) return null;
    sum += part;
  }
  return sum;
}
