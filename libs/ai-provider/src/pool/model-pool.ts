import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { parseDuration, type Clock, type Duration } from '@hydrogenai/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import { AttemptBook } from '../failover/attempt-book.js';
import { allGates } from '../failover/all-gates.js';
import { FailoverExecutor } from '../failover/failover.executor.js';
import type { Answered, FailoverRequest } from '../failover/failover-run.js';
import { GenerateExecutor } from '../failover/generate.executor.js';
import { StreamExecutor } from '../failover/stream.executor.js';
import { AnswerTimes } from '../hedging/answer-times.js';
import { Hedging } from '../hedging/hedging.js';
import { MemoryBoard } from '../health/board/memory.board.js';
import type { SharedBoard } from '../health/board/shared-board.js';
import { CandidateHealth } from '../health/candidate-health.js';
import { DrainBoard } from '../health/drain-board.js';
import { readiestOf } from '../health/lane-state.js';
import { SwitchBoard } from '../health/switch-board.js';
import { checkKey, type KeyCheck } from '../providers/key-check.js';
import type { ProviderStats } from '../stats/provider-stats.js';
import { StatsRecorder } from '../stats/stats.recorder.js';
import type { Candidate, LogicalModel } from '../candidates/candidate.js';
import { PoolOperations } from './pool-operations.js';
import type { ResolvedAiProviderOptions } from './resolve-options.js';
import { matches, planRoute } from '../candidates/route.policy.js';
import { needsOf } from '../selection/call-needs.js';
import { CandidateMeters } from '../selection/candidate-meters.js';
import { Selector } from '../selection/selector.js';
import { toolLoopOwner } from '../candidates/tool-loop.policy.js';

/** What a caller wishes for one request. */
export interface PoolWishes {
  readonly modelPreferences?: readonly string[] | undefined;
  readonly fallbackEnabled?: boolean | undefined;
  readonly deadlineMs?: number | undefined;
}

/** All candidates of an application and what is known of them: the one place where requests meet providers. */
export class ModelPool implements OnApplicationShutdown {
  readonly operations: PoolOperations;
  private readonly switches: SwitchBoard;
  private readonly health: CandidateHealth;
  private readonly stats: StatsRecorder;
  private readonly meters: CandidateMeters;
  private readonly selector: Selector;
  private readonly hedgings = new Map<string, Hedging>();
  private readonly generator: GenerateExecutor;
  private readonly streamer: StreamExecutor;

  /** @param board what is known of the candidates; closed with the pool. Default: known to this process only. */
  constructor(
    private readonly options: ResolvedAiProviderOptions,
    private readonly board: SharedBoard = new MemoryBoard(options.clock),
  ) {
    const { clock, random, models, breaker } = options;
    const drains = new DrainBoard(board, clock);
    this.switches = new SwitchBoard(board);
    this.health = new CandidateHealth({ board, drains, clock, breaker });
    this.operations = new PoolOperations({
      models,
      drains,
      clock,
      switches: this.switches,
      health: this.health,
    });
    this.stats = new StatsRecorder(clock);
    this.meters = new CandidateMeters(clock);
    this.selector = new Selector(this.meters, () => null, random);
    const times = new AnswerTimes();
    for (const { name, hedge } of models.values()) {
      if (hedge) this.hedgings.set(name, new Hedging(hedge, times));
    }
    const book = new AttemptBook([this.stats, this.health, times]);
    const failover = new FailoverExecutor({
      clock,
      health: this.health,
      // Health is the last gate: who has the right to probe must not wait for anything else.
      gate: allGates([this.meters, this.health], clock),
      maxWaitMs: 0,
      book,
      random,
    });
    this.generator = new GenerateExecutor(failover, book);
    this.streamer = new StreamExecutor(clock, failover, book);
  }

  /** Nest calls it when the servers of the application have closed: nobody waits for an answer any more. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.options.closeConnections(), this.board.close()]);
  }

  get clock(): Clock {
    return this.options.clock;
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
  ): Promise<Answered<LanguageModelV4GenerateResult>> {
    return this.generator.run(this.request(name, wishes, call, 'answer'), call);
  }

  async stream(
    name: string,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
  ): Promise<Answered<LanguageModelV4StreamResult>> {
    return this.streamer.run(this.request(name, wishes, call, 'stream'), call);
  }

  async verifyKeys(deadline: Duration): Promise<readonly KeyCheck[]> {
    const { keyedAccounts, clock } = this.options;
    const deadlineMs = parseDuration(deadline, 'deadlineMs', { minMs: 1 });
    return Promise.all(keyedAccounts.map((account) => checkKey(account, deadlineMs, clock)));
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

  /** A drain is no illness: it is in the state of the lane. */
  private coolingMs(candidate: Candidate): number {
    return this.health.stateOf(candidate).state === 'drained' ? 0 : this.health.blockedMs(candidate);
  }

  private candidatesOf(provider: string): readonly Candidate[] {
    const byLane = new Map<string, Candidate>();
    for (const { candidates } of this.options.models.values()) {
      for (const candidate of candidates)
        if (candidate.provider === provider) byLane.set(candidate.lane, candidate);
    }
    return [...byLane.values()];
  }

  private request(
    name: string,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
    expects: FailoverRequest['expects'],
  ): FailoverRequest {
    const model = this.model(name);
    const { candidates, limits } = model;
    const preferences = wishes.modelPreferences ?? [];
    for (const preference of preferences) {
      if (!candidates.some((candidate) => matches(candidate, preference))) {
        throw new UnknownNameError('model preference', preference, knownPreferences(candidates));
      }
    }
    const profile = { inputTokens: 0, maxOutputTokens: call.maxOutputTokens };
    const selection = this.selector.select({
      model,
      needs: needsOf(call, profile.inputTokens),
      session: undefined,
      prompt: call.prompt,
    });
    const route = planRoute(selection, {
      preferences,
      switchedTo: this.switches.providerFor(name),
      toolLoopOwner: toolLoopOwner(call.prompt),
      fallbackEnabled: wishes.fallbackEnabled ?? true,
    });
    return {
      model: name,
      route,
      limits: wishes.deadlineMs === undefined ? limits : { ...limits, deadlineMs: wishes.deadlineMs },
      profile,
      expects,
      hedging: this.hedgings.get(name),
      signal: call.abortSignal,
    };
  }
}

function knownPreferences(candidates: readonly Candidate[]): readonly string[] {
  return [...new Set([...candidates.map(({ provider }) => provider), ...candidates.map(({ id }) => id)])];
}
