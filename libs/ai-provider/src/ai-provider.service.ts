import type { EmbeddingModelV4, LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';
import type { ProviderResponse } from '@hydrogenai/common/models';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { MODEL_POOL } from './ai-provider.tokens.js';
import { BatchDesk } from './batch/batch.desk.js';
import type {
  EmbedManyRequest,
  EmbedManyResponse,
  EmbedRequest,
  EmbedResponse,
} from './embeddings/embedding-request.js';
import { PooledEmbeddingModel } from './embeddings/pooled-embedding-model.js';
import { classifyByRules, type Classification } from './classification/classification.policy.js';
import { ObjectGenerator, type ObjectRequest, type ObjectResponse } from './objects/object.generator.js';
import { ModelPool } from './pool/model-pool.js';
import { PooledLanguageModel } from './pool/pooled-language-model.js';
import type { ProviderSwitch } from './candidates/switch-board.js';
import type { GenerateRequest } from './response/generate-request.js';
import { toCallOptions, toWishes } from './response/provider-request.js';
import { toTools } from './response/tools.policy.js';
import { readResponseStream, type ResponseEvent } from './response/response-stream.js';
import { reasoningOf, textOf, toolCallsOf, toProviderResponse } from './response/to-provider-response.js';
import type { ProviderStats } from './stats/provider-stats.js';

export interface SwitchOptions {
  /** Logical model that the switch is for. Default: all. */
  readonly model?: string;
  /** How long it lasts. Default: until the next switch. */
  readonly forMs?: Duration;
  /** Why, for those who look later. */
  readonly reason: string;
  /** Who decided. */
  readonly by: string;
}

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
   * refused, UnknownNameError for unknown models and preferences, InvalidOptionError, or the signal's abort reason.
   */
  async generateResponse(request: GenerateRequest): Promise<ProviderResponse> {
    const { result, attempt, routing } = await this.pool.generate(
      this.nameOf(request),
      toWishes(request),
      await callOf(request),
    );
    return toProviderResponse({
      content: textOf(result.content),
      toolCalls: toolCallsOf(result.content, attempt.candidate.id),
      reasoning: request.includeReasoning === true ? reasoningOf(result.content) : undefined,
      candidate: attempt.candidate,
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
      request.includeReasoning,
    );
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

  /** Says what kind of question a text is, by rules, in microseconds, without a model. */
  classifyQuery(query: string): Classification {
    return classifyByRules(query);
  }

  /** The logical model as the AI SDK's `LanguageModelV4`. @throws UnknownNameError naming the known ones. */
  languageModel(name: string = this.pool.defaultModel): LanguageModelV4 {
    return new PooledLanguageModel(this.pool.model(name).name, this.pool);
  }

  /** What has happened at each provider since the application started, and who is left alone at the moment. */
  getProviderStats(): readonly ProviderStats[] {
    return this.pool.providerStats();
  }

  /**
   * Puts a provider first, until `forMs` has passed or the next switch; `null` goes back to the configured order. A pause
   * that is in force for the provider ends: who switches to it knows that it is mended.
   * @throws UnknownNameError, InvalidOptionError.
   */
  switchProvider(provider: string | null, options: SwitchOptions): readonly ProviderSwitch[] {
    const { model, reason, by, forMs } = options;
    for (const [field, value] of Object.entries({ reason, by })) requireText(field, value);
    if (model !== undefined) this.pool.model(model);
    if (provider === null) {
      this.pool.switches.clear(by, reason, model);
      return this.activeSwitches();
    }
    this.pool.requireProvider(provider, model);
    const since = this.pool.clock.now();
    const lastsMs = forMs === undefined ? undefined : parseDuration(forMs, 'forMs', { minMs: 1 });
    this.pool.forgive(provider);
    this.pool.switches.set({
      provider,
      reason,
      by,
      since,
      ...(model === undefined ? {} : { model }),
      ...(lastsMs === undefined ? {} : { until: since + lastsMs }),
    });
    return this.activeSwitches();
  }

  /** The switches in force. */
  activeSwitches(): readonly ProviderSwitch[] {
    return this.pool.switches.list();
  }

  /** Logical models and their candidates, in order. */
  listModels(): readonly { readonly name: string; readonly candidates: readonly string[] }[] {
    return this.pool.modelNames.map((name) => ({
      name,
      candidates: this.pool.model(name).candidates.map(({ id }) => id),
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

const LONGEST_TEXT = 200;

function requireText(field: string, value: unknown): void {
  if (typeof value !== 'string' || value.trim() === '' || value.length > LONGEST_TEXT) {
    throw new InvalidOptionError({
      field,
      accepted: `a text of 1 to ${LONGEST_TEXT} characters`,
      received: value,
      secret: true,
    });
  }
}
