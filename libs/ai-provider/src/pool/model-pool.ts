import type {
  Experimental_BatchV4 as BatchV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { parseDuration, type Clock, type Duration } from '@hydrogenai/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { LaneLimits } from '../admission/admission.gate.js';
import type { ResolvedBatchOptions } from '../batch/batch-options.js';
import type { Candidate, LogicalModel, ModelCandidate } from '../candidates/candidate.js';
import { QueryClassifier } from '../classification/query-classifier.js';
import { EmbeddingPool } from '../embeddings/embedding-pool.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import { allGates } from '../failover/all-gates.js';
import type { AnswerCheck } from '../failover/answer-check.js';
import { AttemptBook } from '../failover/attempt-book.js';
import { FailoverExecutor } from '../failover/failover.executor.js';
import type { Answered, FailoverRequest } from '../failover/failover-run.js';
import { GenerateExecutor } from '../failover/generate.executor.js';
import { StreamExecutor } from '../failover/stream.executor.js';
import { CandidateHealth } from '../health/candidate-health.js';
import { DrainBoard } from '../health/drain-board.js';
import { readiestOf } from '../health/lane-state.js';
import { SwitchBoard } from '../health/switch-board.js';
import { AnswerTimes } from '../hedging/answer-times.js';
import { Hedging } from '../hedging/hedging.js';
import type { Money } from '../money/money.js';
import { checkKey, type KeyCheck } from '../providers/key-check.js';
import { textOf } from '../response/to-provider-response.js';
import { toCallOptions } from '../response/provider-request.js';
import { CandidateMeters } from '../selection/candidate-meters.js';
import type { Explanation } from '../selection/explanation.js';
import { Selector } from '../selection/selector.js';
import type { ProviderStats } from '../stats/provider-stats.js';
import { StatsRecorder } from '../stats/stats.recorder.js';
import { AutoModels } from './auto-models.js';
import { localParts, type PoolParts } from './open-pool-parts.js';
import { PoolOperations } from './pool-operations.js';
import type { PoolWishes } from './pool-wishes.js';
import { RequestPlanner } from './request-planner.js';
import type { ResolvedAiProviderOptions } from './resolve-options.js';

/** All candidates of an application and what is known of them: the one place where requests meet providers. */
export class ModelPool implements OnApplicationShutdown {
  readonly operations: PoolOperations;
  readonly embeddings: EmbeddingPool;
  readonly classifier: QueryClassifier;
  private readonly health: CandidateHealth;
  private readonly stats: StatsRecorder;
  private readonly autos: AutoModels;
  private readonly planner: RequestPlanner;
  private readonly generator: GenerateExecutor;
  private readonly streamer: StreamExecutor;

  /** @param parts what is opened before the pool, and closed with it. Default: parts that only this process knows. */
  constructor(
    private readonly options: ResolvedAiProviderOptions,
    private readonly parts: PoolParts = localParts(options),
  ) {
    const { clock, random, models, breaker } = options;
    const { board, admission, money } = parts;
    const drains = new DrainBoard(board, clock);
    const switches = new SwitchBoard(board);
    const health = new CandidateHealth({ board, drains, clock, breaker });
    const meters = new CandidateMeters(clock);
    const times = new AnswerTimes(clock);
    const hedgings = hedgingsOf(models, times);
    this.health = health;
    this.stats = new StatsRecorder(clock, money.charges);
    this.operations = new PoolOperations({ models, drains, clock, switches, health, admission });
    this.planner = new RequestPlanner({
      selector: new Selector(meters, (candidate, needs) => money.estimateOf(candidate, needs), random),
      switches,
      health,
      admission,
      hedgings,
    });
    const timed = hedgings.size > 0 ? [times] : [];
    const book = new AttemptBook([this.stats, health, ...timed, money.ledger]);
    const failover = new FailoverExecutor({
      clock,
      health,
      // Health is the last gate: who has the right to probe must not wait for anything else.
      gate: allGates([meters, money.budgets, ...(admission ? [admission] : []), health], clock),
      maxWaitMs: options.admission.maxWaitMs,
      book,
      random,
    });
    this.embeddings = new EmbeddingPool(options.embeddings, clock, failover, book, this.costOf);
    this.generator = new GenerateExecutor(failover, book);
    this.streamer = new StreamExecutor(clock, failover, book);
    const { rules, stage } = options.classifier;
    this.classifier = new QueryClassifier(
      rules,
      stage && { options: stage, clock, ask: (prompt, signal) => this.ask(stage.model, prompt, signal) },
    );
    this.autos = new AutoModels(options.autos, models, this.classifier);
  }

  /** Nest calls it when the servers of the application have closed: nobody waits for an answer any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.options.closeConnections();
    await this.parts.close();
  }

  get clock(): Clock {
    return this.options.clock;
  }

  get money(): Money {
    return this.parts.money;
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

  /** Those with candidates first, then those that choose among them. */
  get modelNames(): readonly string[] {
    return [...this.options.models.keys(), ...this.autos.names];
  }

  get defaultModel(): string {
    return this.options.defaultModel;
  }

  /** Ids of the candidates that may answer for a name. @throws UnknownNameError naming the known ones. */
  candidateIds(name: string): readonly string[] {
    const models = this.autos.targetsOf(name) ?? [this.model(name)];
    return [...new Set(models.flatMap(({ candidates }) => candidates.map(({ id }) => id)))];
  }

  async generate(
    name: string,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
    check?: AnswerCheck,
  ): Promise<Answered<LanguageModelV4GenerateResult, ModelCandidate>> {
    return this.generator.run(await this.request(name, wishes, call, 'answer'), call, check);
  }

  async stream(
    name: string,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
  ): Promise<Answered<LanguageModelV4StreamResult>> {
    return this.streamer.run(await this.request(name, wishes, call, 'stream'), call);
  }

  /**
   * Who is asked for a call, in which order and under which limits.
   * @throws UnknownNameError, NoFitCandidateError, InvalidOptionError, the abort reason of the call's signal.
   */
  async request(
    name: string,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
    expects: FailoverRequest['expects'] = 'answer',
  ): Promise<FailoverRequest<ModelCandidate>> {
    if (!this.autos.has(name)) return this.planner.request(this.model(name), wishes, call, expects);
    const { model, why } = await this.autos.choose(name, call);
    const planned = this.planner.request(model, wishes, call, expects);
    const { route } = planned;
    return { ...planned, route: { ...route, reason: `${route.reason}, chosen by ${why}` } };
  }

  /** The same, told and not asked. @throws as `request`, but for candidates that cannot serve it. */
  async explain(name: string, wishes: PoolWishes, call: LanguageModelV4CallOptions): Promise<Explanation> {
    if (!this.autos.has(name)) return this.planner.explain(this.model(name), wishes, call);
    const { model, why } = await this.autos.choose(name, call);
    const explained = this.planner.explain(model, wishes, call);
    return { ...explained, reason: `${explained.reason}, chosen by ${why}` };
  }

  async verifyKeys(deadline: Duration): Promise<readonly KeyCheck[]> {
    const { keyedAccounts, clock } = this.options;
    const deadlineMs = parseDuration(deadline, 'deadlineMs', { minMs: 1 });
    return Promise.all(keyedAccounts.map((account) => checkKey(account, deadlineMs, clock)));
  }

  /** What is known of the limits of each candidate; nothing where admission is off. */
  rateLimits(): readonly LaneLimits[] {
    const candidates = this.options.providerNames.flatMap((provider) => this.candidatesOf(provider));
    return this.parts.admission?.limitsOf(candidates) ?? [];
  }

  providerStats(): readonly ProviderStats[] {
    return this.options.providerNames.map((provider) => {
      const candidates = this.candidatesOf(provider);
      const lanes = candidates.map((candidate) => ({
        lane: candidate.lane,
        state: this.health.stateOf(candidate),
      }));
      const models = [...Map.groupBy(candidates, ({ id }) => id).values()].flatMap((keys) => {
        const [first] = keys;
        const waits = keys.map((candidate) => this.coolingMs(candidate));
        return first ? [this.stats.statsOf(first, Math.ceil(Math.min(...waits)))] : [];
      });
      return { provider, state: readiestOf(lanes.map(({ state }) => state)), lanes, models };
    });
  }

  /** What an answer cost, in whole micro-dollars; `null` when the price is not known. */
  readonly costOf = (candidate: Candidate, usage: LanguageModelV4Usage): number | null =>
    this.parts.money.costOf(candidate, usage);

  private async ask(
    model: string,
    { system, prompt }: { readonly system: string; readonly prompt: string },
    signal: AbortSignal,
  ): Promise<string> {
    // No temperature: some models that reason refuse one.
    const call = toCallOptions({ system, prompt, maxTokens: LABEL_TOKENS, signal });
    const { result } = await this.generate(model, {}, call);
    return textOf(result.content);
  }

  /** A drain is no illness: it is in the state of the lane. */
  private coolingMs(candidate: Candidate): number {
    return this.health.stateOf(candidate).state === 'drained' ? 0 : this.health.blockedMs(candidate);
  }

  private model(name: string): LogicalModel {
    const model = this.options.models.get(name);
    if (!model) throw new UnknownNameError('model', name, this.modelNames);
    return model;
  }

  private candidatesOf(provider: string): readonly Candidate[] {
    const byLane = new Map<string, Candidate>();
    const all = [...this.options.models.values()].flatMap<Candidate>(({ candidates }) => candidates);
    for (const candidate of [...all, ...this.embeddings.candidates]) {
      if (candidate.provider === provider) byLane.set(candidate.lane, candidate);
    }
    return [...byLane.values()];
  }
}

/** A label is short, but some models think before it. */
const LABEL_TOKENS = 512;

function hedgingsOf(
  models: ReadonlyMap<string, LogicalModel>,
  times: AnswerTimes,
): ReadonlyMap<string, Hedging> {
  const hedgings = new Map<string, Hedging>();
  for (const { name, hedge } of models.values()) if (hedge) hedgings.set(name, new Hedging(hedge, times));
  return hedgings;
}
