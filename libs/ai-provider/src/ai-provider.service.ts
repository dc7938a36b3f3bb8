import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Duration } from '@hydrogenai/common';
import type { ProviderResponse } from '@hydrogenai/common/models';
import { Inject, Injectable } from '@nestjs/common';
import type { LaneLimits } from './admission/admission.gate.js';
import { MODEL_POOL } from './ai-provider.tokens.js';
import type { Classification } from './classification/classification.js';
import { QueryClassifier, type ClassifyOptions } from './classification/query-classifier.js';
import { ModelPool } from './pool/model-pool.js';
import { PooledLanguageModel } from './pool/pooled-language-model.js';
import type { Drain, ProviderSwitch } from './health/operator.facts.js';
import type { DrainOptions, OperatorOptions, SwitchOptions } from './pool/pool-operations.js';
import type { KeyCheck } from './providers/key-check.js';
import { toCallOptions, toWishes, type GenerateRequest } from './response/provider-request.js';
import { readResponseStream, type ResponseEvent } from './response/response-stream.js';
import { textOf, toProviderResponse } from './response/to-provider-response.js';
import type { ProviderStats } from './stats/provider-stats.js';

/** Questions to language models, answered through failover between providers. */
@Injectable()
export class AiProviderService {
  private readonly classifier = new QueryClassifier();

  constructor(@Inject(MODEL_POOL) private readonly pool: ModelPool) {}

  /**
   * Answers in one piece.
   * @throws AllProvidersFailedError when no candidate could answer, RequestRejectedError when the request itself is
   * refused, UnknownNameError for unknown models and preferences, InvalidOptionError, or the signal's abort reason.
   */
  async generateResponse(request: GenerateRequest): Promise<ProviderResponse> {
    const { result, attempt, routing } = await this.pool.generate(
      this.nameOf(request),
      toWishes(request),
      toCallOptions(request),
    );
    return toProviderResponse({
      content: textOf(result.content),
      candidate: attempt.candidate,
      usage: result.usage,
      finishReason: result.finishReason,
      routing,
    });
  }

  /**
   * Answers piece by piece: `start`, `text` any number of times, `finish` with the whole response. Leaving the loop early
   * closes the provider's connection.
   * @throws as `generateResponse` before the first text; StreamInterruptedError when the stream breaks after it.
   */
  async *streamResponse(request: GenerateRequest): AsyncGenerator<ResponseEvent, void, undefined> {
    yield* readResponseStream(
      await this.pool.stream(this.nameOf(request), toWishes(request), toCallOptions(request)),
    );
  }

  /**
   * Says what kind of question a text is, how hard it is, in which language, and how soon its answer gets old: by rules, in
   * microseconds.
   * @throws only the signal's abort reason.
   */
  async classifyQuery(query: string, options: ClassifyOptions = {}): Promise<Classification> {
    return this.classifier.classify(query, options);
  }

  /** The logical model as the AI SDK's `LanguageModelV4`. @throws UnknownNameError naming the known ones. */
  languageModel(name: string = this.pool.defaultModel): LanguageModelV4 {
    return new PooledLanguageModel(this.pool.model(name).name, this.pool);
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
      candidates: [...new Set(this.pool.model(name).candidates.map(({ id }) => id))],
    }));
  }

  private nameOf({ model }: GenerateRequest): string {
    return model ?? this.pool.defaultModel;
  }
}
