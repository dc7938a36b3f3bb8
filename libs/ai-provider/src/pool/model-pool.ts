import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { parseDuration, type Clock, type Duration } from '@hydrogenai/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { LaneLimits } from '../admission/admission.gate.js';
import { estimateTokens } from '../admission/estimate-tokens.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { CallProfile } from '../failover/attempt-end.js';
import { AttemptBook } from '../failover/attempt-book.js';
import { allGates } from '../failover/all-gates.js';
import { FailoverExecutor } from '../failover/failover.executor.js';
import type { Answered, FailoverRequest } from '../failover/failover-run.js';
import { GenerateExecutor } from '../failover/generate.executor.js';
import { StreamExecutor } from '../failover/stream.executor.js';
import { AnswerTimes } from '../hedging/answer-times.js';
import { Hedging } from '../hedging/hedging.js';
import { CandidateHealth } from '../health/candidate-health.js';
import { DrainBoard } from '../health/drain-board.js';
import { readiestOf } from '../health/lane-state.js';
import { SwitchBoard } from '../health/switch-board.js';
import { checkKey, type KeyCheck } from '../providers/key-check.js';
import type { ProviderStats } from '../stats/provider-stats.js';
import { StatsRecorder } from '../stats/stats.recorder.js';
import type { Candidate, LogicalModel } from '../candidates/candidate.js';
import { localParts, type PoolParts } from './open-pool-parts.js';
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

  /** @param parts what is opened before the pool, and closed with it. Default: parts that only this process knows. */
  constructor(
    private readonly options: ResolvedAiProviderOptions,
    private readonly opened: PoolParts = localParts(options),
  ) {
    const { clock, random, models, breaker } = options;
    const { board, admission } = opened;
    const drains = new DrainBoard(board, clock);
    this.switches = new SwitchBoard(board);
    this.health = new CandidateHealth({ board, drains, clock, breaker });
    this.operations = new PoolOperations({
      models,
      drains,
      clock,
      switches: this.switches,
      health: this.health,
      admission,
    });
    this.stats = new StatsRecorder(clock);
    this.meters = new CandidateMeters(clock);
    this.selector = new Selector(this.meters, () => null, random);
    const times = new AnswerTimes(clock);
    for (const { name, hedge } of models.values()) {
      if (hedge) this.hedgings.set(name, new Hedging(hedge, times));
    }
    const book = new AttemptBook([this.stats, this.health, times]);
    const failover = new FailoverExecutor({
      clock,
      health: this.health,
      // Health is the last gate: who has the right to probe must not wait for anything else.
      gate: allGates([this.meters, ...(admission ? [admission] : []), this.health], clock),
      maxWaitMs: options.admission.maxWaitMs,
      book,
      random,
    });
    this.generator = new GenerateExecutor(failover, book);
    this.streamer = new StreamExecutor(clock, failover, book);
  }

  /** Nest calls it when the servers of the application have closed: nobody waits for an answer any more. */
  async onApplicationShutdown(): Promise<void> {
    const { board, admission } = this.opened;
    admission?.close();
    await Promise.all([this.options.closeConnections(), board.close()]);
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

  /** What is known of the limits of each candidate; nothing where admission is off. */
  rateLimits(): readonly LaneLimits[] {
    const candidates = this.options.providerNames.flatMap((provider) => this.candidatesOf(provider));
    return this.opened.admission?.limitsOf(candidates) ?? [];
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
    const profile = profileOf(call);
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

/** The estimate is made when somebody asks for it: most requests meet no limit. */
function profileOf(call: LanguageModelV4CallOptions): CallProfile {
  let inputTokens: number | undefined;
  return {
    maxOutputTokens: call.maxOutputTokens,
    get inputTokens() {
      return (inputTokens ??= estimateTokens(call.prompt, call.tools, call.responseFormat));
    },
  };
}

function knownPreferences(candidates: readonly Candidate[]): readonly string[] {
  return [...new Set([...candidates.map(({ provider }) => provider), ...candidates.map(({ id }) => id)])];
}
