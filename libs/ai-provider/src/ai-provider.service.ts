import type { EmbeddingModelV4, LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { Duration } from '@hydrogenai/common';
import type { ProviderResponse } from '@hydrogenai/common/models';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { LaneLimits } from './admission/admission.gate.js';
import { MODEL_POOL } from './ai-provider.tokens.js';
import { BatchDesk } from './batch/batch.desk.js';
import type { Classification } from './classification/classification.js';
import type { ClassifyOptions } from './classification/query-classifier.js';
import type {
  EmbedManyRequest,
  EmbedManyResponse,
  EmbedRequest,
  EmbedResponse,
} from './embeddings/embedding-request.js';
import { PooledEmbeddingModel } from './embeddings/pooled-embedding-model.js';
import type { UsageReport } from './money/ledger/ledger.js';
import type { LedgerEntry } from './money/ledger/ledger-entry.js';
import type { UsageQuery } from './money/ledger/usage.policy.js';
import { ObjectGenerator, type ObjectRequest, type ObjectResponse } from './objects/object.generator.js';
import { ModelPool } from './pool/model-pool.js';
import { PooledLanguageModel } from './pool/pooled-language-model.js';
import type { Drain, ProviderSwitch } from './health/operator.facts.js';
import type { DrainOptions, OperatorOptions, SwitchOptions } from './pool/pool-operations.js';
import type { KeyCheck } from './providers/key-check.js';
import type { GenerateRequest } from './response/generate-request.js';
import { toCallOptions, toWishes } from './response/provider-request.js';
import { toTools } from './response/tools.policy.js';
import type { Explanation } from './selection/explanation.js';
import { readResponseStream, type ResponseEvent } from './response/response-stream.js';
import { reasoningOf, textOf, toolCallsOf, toProviderResponse } from './response/to-provider-response.js';
import type { ProviderStats } from './stats/provider-stats.js';

/** Questions to language models, answered through failover between providers. */
@Injectable()
export class AiProviderService implements BeforeApplicationShutdown {
  /** Many questions that may wait, through the batch APIs of providers where they exist. */
  readonly batch: BatchDesk;
  private readonly objects: ObjectGenerator;

  constructor(@Inject(MODEL_POOL) private readonly pool: ModelPool) {
    this.objects = new ObjectGenerator(pool);
    this.batch = new BatchDesk(pool);
  }

  /**
   * Answers in one piece.
   * @throws AllProvidersFailedError when no candidate could answer, RequestRejectedError when the request itself is
   * refused, NoFitCandidateError when no candidate can serve it, UnknownNameError for unknown models and preferences,
   * InvalidOptionError, or the signal's abort reason.
   */
  async generateResponse(request: GenerateRequest): Promise<ProviderResponse> {
    const { result, attempt, routing } = await this.pool.generate(
      this.nameOf(request),
      toWishes(request),
      await callOf(request),
    );
    return toProviderResponse({
      content: textOf(result.content),
      toolCalls: toolCallsOf(result.content, attempt.candidate.lane),
      reasoning: request.includeReasoning === true ? reasoningOf(result.content) : undefined,
      candidate: attempt.candidate,
      cost: this.pool.costOf(attempt.candidate, result.usage),
      usage: result.usage,
      finishReason: result.finishReason,
      routing,
    });
  }

  /**
   * Answers piece by piece: `start`, then `text`, `reasoning` and `tool-call`, then `finish` with the whole response. Leaving the loop early
   * closes the provider's connection.
   * @throws as `generateResponse` before the first text; StreamInterruptedError when the stream breaks after it.
   */
  async *streamResponse(request: GenerateRequest): AsyncGenerator<ResponseEvent, void, undefined> {
    yield* readResponseStream(
      await this.pool.stream(this.nameOf(request), toWishes(request), await callOf(request)),
      this.pool.costOf,
      request.includeReasoning,
    );
  }

  /**
   * Says what kind of question a text is, how hard it is, in which language, and how soon its answer gets old: by rules, in
   * microseconds, and by a model where these are unsure and `classification.llm` is configured.
   * @throws only the signal's abort reason.
   */
  async classifyQuery(query: string, options: ClassifyOptions = {}): Promise<Classification> {
    return this.pool.classifier.classify(query, options);
  }

  /**
   * Who would be asked for a request, in which order, what it would cost, and who is left out and why. Nobody is asked.
   * @throws as `generateResponse`, before anybody is asked.
   */
  async explain(request: GenerateRequest): Promise<Explanation> {
    return this.pool.explain(this.nameOf(request), toWishes(request), await callOf(request));
  }

  /** What was used and paid, in whole hours, grouped as asked. @throws InvalidOptionError naming the field. */
  async usage(query: UsageQuery = {}): Promise<UsageReport> {
    return this.pool.money.ledger.usage(query);
  }

  /** The latest attempts of this process, newest first. */
  recentAttempts(most?: number): readonly LedgerEntry[] {
    return this.pool.money.ledger.recent(most);
  }

  /**
   * Answers with a value that fits a schema. A candidate whose answer does not fit is told why and asked once more; then the
   * next one is asked.
   * @throws as `generateResponse`; InvalidObjectError when the last answer did not fit; what the schema's own code throws.
   */
  async generateObject<Output>(request: ObjectRequest<Output>): Promise<ObjectResponse<Output>> {
    return this.objects.generate(request);
  }

  /**
   * One text as a vector.
   * @throws AllProvidersFailedError, UnknownNameError, InvalidOptionError, or the signal's abort reason.
   */
  async embed(request: EmbedRequest): Promise<EmbedResponse> {
    return this.pool.embeddings.embed(request);
  }

  /** Texts as vectors of one model, in their order, in as many calls as needed. @throws as `embed`. */
  async embedMany(request: EmbedManyRequest): Promise<EmbedManyResponse> {
    return this.pool.embeddings.embedMany(request);
  }

  /** The logical embedding model as the AI SDK's `EmbeddingModelV4`. @throws UnknownNameError naming the known ones. */
  embeddingModel(name?: string): EmbeddingModelV4 {
    const { embeddings } = this.pool;
    return new PooledEmbeddingModel(embeddings.embedder(name).name, embeddings);
  }

  /** The logical model as the AI SDK's `LanguageModelV4`. @throws UnknownNameError naming the known ones. */
  languageModel(name: string = this.pool.defaultModel): LanguageModelV4 {
    this.pool.candidateIds(name);
    return new PooledLanguageModel(name, this.pool);
  }

  /** What has happened at each provider since the application started, and who is left alone at the moment. */
  getProviderStats(): readonly ProviderStats[] {
    return this.pool.providerStats();
  }

  /** What is known of the limits of each candidate, configured and learned; nothing where admission is off. */
  checkRateLimits(): readonly LaneLimits[] {
    return this.pool.rateLimits();
  }

  /**
   * Puts a provider first, until `forMs` has passed or the next switch; `null` goes back to the configured order. A pause
   * or an open breaker that is in force for the provider ends: who switches to it knows that it is mended. A drain does
   * not: that takes a `resume`.
   * @throws UnknownNameError, InvalidOptionError.
   */
  switchProvider(provider: string | null, options: SwitchOptions): readonly ProviderSwitch[] {
    this.pool.operations.switchProvider(provider, options);
    return this.activeSwitches();
  }

  /**
   * Takes a provider, one of its models (`provider/model`) or one of its keys (`groq#2`) out of all routes, until `forMs`
   * has passed or `resume`. Attempts that are under way finish.
   * @throws UnknownNameError, InvalidOptionError.
   */
  drain(target: string, options: DrainOptions): readonly Drain[] {
    this.pool.operations.drain(target, options);
    return this.activeDrains();
  }

  /**
   * Ends a drain of the same target; nothing happens where there is none.
   * @throws UnknownNameError, InvalidOptionError.
   */
  resume(target: string, options: OperatorOptions): readonly Drain[] {
    this.pool.operations.resume(target, options);
    return this.activeDrains();
  }

  /** The drains in force. */
  activeDrains(): readonly Drain[] {
    return this.pool.operations.drains();
  }

  /**
   * Asks every provider, with each of its keys, for its list of models, which costs nothing and proves the key, though
   * not its credit. It does not throw because of a provider.
   * @param options.deadlineMs how long a provider may take. Default: `'5s'`.
   */
  async verifyKeys(options: { readonly deadlineMs?: Duration } = {}): Promise<readonly KeyCheck[]> {
    return this.pool.verifyKeys(options.deadlineMs ?? '5s');
  }

  /** The switches in force. */
  activeSwitches(): readonly ProviderSwitch[] {
    return this.pool.operations.switches();
  }

  /** Logical models and their candidates, in order. */
  listModels(): readonly { readonly name: string; readonly candidates: readonly string[] }[] {
    return this.pool.modelNames.map((name) => ({
      name,
      candidates: this.pool.candidateIds(name),
    }));
  }

  /** Stops the batches that this process works on, while there are still connections. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.batch.close();
  }

  private nameOf({ model }: GenerateRequest): string {
    return model ?? this.pool.defaultModel;
  }
}

/** A request as the AI SDK has it. Tools may have to be waited for, because schemas describe themselves when they are asked. */
async function callOf(request: GenerateRequest): Promise<LanguageModelV4CallOptions> {
  const call = toCallOptions(request);
  return request.tools === undefined ? call : { ...call, tools: await toTools(request.tools) };
}
