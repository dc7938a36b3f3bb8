import type {
  Experimental_BatchV4 as BatchV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import type { Clock } from '@hydrogenai/common';
import type { ResolvedBatchOptions } from '../batch/batch-options.js';
import type { OnApplicationShutdown } from '@nestjs/common';
import { EmbeddingPool } from '../embeddings/embedding-pool.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { AnswerCheck } from '../failover/answer-check.js';
import { AttemptBook } from '../failover/attempt-book.js';
import { OPEN_GATE } from '../failover/attempt-gate.js';
import { FailoverExecutor, type Answered, type FailoverRequest } from '../failover/failover.executor.js';
import { GenerateExecutor } from '../failover/generate.executor.js';
import { StreamExecutor } from '../failover/stream.executor.js';
import type { ProviderStats } from '../stats/provider-stats.js';
import { StatsRecorder } from '../stats/stats.recorder.js';
import type { Candidate, LogicalModel, ModelCandidate } from '../candidates/candidate.js';
import { candidatesFor } from '../interop/bound-call.policy.js';
import { CoolingStore } from '../candidates/cooling.store.js';
import type { PoolWishes } from './pool-wishes.js';
import type { ResolvedAiProviderOptions } from './resolve-options.js';
import { matches, planRoute } from '../candidates/route.policy.js';
import { SwitchBoard } from '../candidates/switch-board.js';
import { toolLoopOwner } from '../candidates/tool-loop.policy.js';

/** All candidates of an application and what is known of them: the one place where requests meet providers. */
export class ModelPool implements OnApplicationShutdown {
  readonly switches: SwitchBoard;
  private readonly cooling: CoolingStore;
  private readonly stats: StatsRecorder;
  readonly embeddings: EmbeddingPool;
  private readonly generator: GenerateExecutor;
  private readonly streamer: StreamExecutor;

  constructor(private readonly options: ResolvedAiProviderOptions) {
    const { clock, random } = options;
    this.switches = new SwitchBoard(clock);
    this.cooling = new CoolingStore(clock);
    this.stats = new StatsRecorder(clock);
    const book = new AttemptBook([this.stats, this.cooling]);
    const failover = new FailoverExecutor({
      clock,
      cooling: this.cooling,
      gate: OPEN_GATE,
      maxWaitMs: 0,
      book,
      random,
    });
    this.embeddings = new EmbeddingPool(options.embeddings, clock, failover, book);
    this.generator = new GenerateExecutor(failover, book);
    this.streamer = new StreamExecutor(clock, failover, book);
  }

  /** Nest calls it when the servers of the application have closed: nobody waits for an answer any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.options.closeConnections();
  }

  get clock(): Clock {
    return this.options.clock;
  }

  get providerNames(): readonly string[] {
    return this.options.providerNames;
  }

  get batchOptions(): ResolvedBatchOptions {
    return this.options.batch;
  }

  /** The batch interface of a provider, where it has one. */
  batchOf(provider: string): BatchV4 | undefined {
    return this.options.batchOf(provider);
  }

  get modelNames(): readonly string[] {
    return [...this.options.models.keys()];
  }

  get defaultModel(): string {
    return this.options.defaultModel;
  }

  /** @throws UnknownNameError naming the known ones. */
  model(name: string): LogicalModel {
    const model = this.options.models.get(name);
    if (!model) throw new UnknownNameError('model', name, this.modelNames);
    return model;
  }

  async generate(
    name: string,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
    check?: AnswerCheck,
  ): Promise<Answered<LanguageModelV4GenerateResult, ModelCandidate>> {
    return this.generator.run(this.request(name, wishes, call), call, check);
  }

  async stream(
    name: string,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
  ): Promise<Answered<LanguageModelV4StreamResult>> {
    return this.streamer.run(this.request(name, wishes, call), call);
  }

  /** @throws UnknownNameError when the provider serves none of the models, or not the one that is named. */
  requireProvider(name: string, model?: string): void {
    const models = model === undefined ? [...this.options.models.values()] : [this.model(model)];
    const serving = new Set(models.flatMap(({ candidates }) => candidates.map(({ provider }) => provider)));
    if (!serving.has(name)) throw new UnknownNameError('provider', name, [...serving]);
  }

  /** Forgets that a provider was to be left alone. */
  forgive(provider: string): void {
    this.cooling.clear(provider);
  }

  providerStats(): readonly ProviderStats[] {
    return this.options.providerNames.map((provider) => {
      const models = this.candidatesOf(provider).map((candidate) =>
        this.stats.statsOf(candidate, Math.ceil(this.cooling.remainingMs(candidate))),
      );
      const cooling = models.length > 0 && models.every(({ coolingMs }) => coolingMs > 0);
      return { provider, state: cooling ? 'cooling' : 'ready', models };
    });
  }

  private candidatesOf(provider: string): readonly Candidate[] {
    const byId = new Map<string, Candidate>();
    for (const { candidates } of this.options.models.values()) {
      for (const candidate of candidates)
        if (candidate.provider === provider) byId.set(candidate.id, candidate);
    }
    for (const candidate of this.embeddings.candidates) {
      if (candidate.provider === provider) byId.set(candidate.id, candidate);
    }
    return [...byId.values()];
  }

  /** Who is asked for a call, in which order and under which limits. */
  request(
    name: string,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
  ): FailoverRequest<ModelCandidate> {
    const { candidates, limits } = this.model(name);
    const preferences = wishes.modelPreferences ?? [];
    for (const preference of preferences) {
      if (!candidates.some((candidate) => matches(candidate, preference))) {
        throw new UnknownNameError('model preference', preference, knownPreferences(candidates));
      }
    }
    const route = planRoute(name, candidatesFor(name, candidates, call), {
      preferences,
      switchedTo: this.switches.providerFor(name),
      toolLoopOwner: toolLoopOwner(call.prompt),
      fallbackEnabled: wishes.fallbackEnabled ?? true,
    });
    return {
      model: name,
      route,
      limits: wishes.deadlineMs === undefined ? limits : { ...limits, deadlineMs: wishes.deadlineMs },
      profile: { ...wishes.labels, inputTokens: 0, maxOutputTokens: call.maxOutputTokens },
      signal: call.abortSignal,
    };
  }
}

function knownPreferences(candidates: readonly Candidate[]): readonly string[] {
  return [...new Set([...candidates.map(({ provider }) => provider), ...candidates.map(({ id }) => id)])];
}
