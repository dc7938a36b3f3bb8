import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import type { Clock } from '@hydrogenai/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { AdmissionGate, type LaneLimits } from '../admission/admission.gate.js';
import { estimateTokens } from '../admission/estimate-tokens.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { CallProfile } from '../failover/attempt-end.js';
import { AttemptBook } from '../failover/attempt-book.js';
import { OPEN_GATE, type AttemptGate } from '../failover/attempt-gate.js';
import { FailoverExecutor, type Answered, type FailoverRequest } from '../failover/failover.executor.js';
import { GenerateExecutor } from '../failover/generate.executor.js';
import { StreamExecutor } from '../failover/stream.executor.js';
import type { ProviderStats } from '../stats/provider-stats.js';
import { StatsRecorder } from '../stats/stats.recorder.js';
import type { Candidate, LogicalModel } from '../candidates/candidate.js';
import { CoolingStore } from '../candidates/cooling.store.js';
import type { ResolvedAiProviderOptions } from './resolve-options.js';
import { matches, planRoute } from '../candidates/route.policy.js';
import { SwitchBoard } from '../candidates/switch-board.js';
import { toolLoopOwner } from '../candidates/tool-loop.policy.js';

/** What a caller wishes for one request. */
export interface PoolWishes {
  readonly modelPreferences?: readonly string[] | undefined;
  readonly fallbackEnabled?: boolean | undefined;
  readonly deadlineMs?: number | undefined;
}

/** All candidates of an application and what is known of them: the one place where requests meet providers. */
export class ModelPool implements OnApplicationShutdown {
  readonly switches: SwitchBoard;
  private readonly cooling: CoolingStore;
  private readonly stats: StatsRecorder;
  private readonly generator: GenerateExecutor;
  private readonly streamer: StreamExecutor;

  /** @param admission without it everybody is let in. */
  constructor(
    private readonly options: ResolvedAiProviderOptions,
    private readonly admission?: AdmissionGate,
  ) {
    const { clock, random } = options;
    const gate: AttemptGate = admission ?? OPEN_GATE;
    this.switches = new SwitchBoard(clock);
    this.cooling = new CoolingStore(clock);
    this.stats = new StatsRecorder(clock);
    const book = new AttemptBook([this.stats, this.cooling]);
    const failover = new FailoverExecutor({
      clock,
      cooling: this.cooling,
      gate,
      maxWaitMs: options.admission.maxWaitMs,
      book,
      random,
    });
    this.generator = new GenerateExecutor(failover, book);
    this.streamer = new StreamExecutor(clock, failover, book);
  }

  /** Nest calls it when the servers of the application have closed: nobody waits for an answer any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.admission?.close();
    await this.options.closeConnections();
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
    return this.generator.run(this.request(name, wishes, call), call);
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
    this.admission?.forgive(provider, this.candidatesOf(provider));
  }

  /** What is known of the limits of each candidate; nothing where admission is off. */
  rateLimits(): readonly LaneLimits[] {
    const candidates = this.options.providerNames.flatMap((provider) => this.candidatesOf(provider));
    return this.admission?.limitsOf(candidates) ?? [];
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
    return [...byId.values()];
  }

  private request(name: string, wishes: PoolWishes, call: LanguageModelV4CallOptions): FailoverRequest {
    const { candidates, limits } = this.model(name);
    const preferences = wishes.modelPreferences ?? [];
    for (const preference of preferences) {
      if (!candidates.some((candidate) => matches(candidate, preference))) {
        throw new UnknownNameError('model preference', preference, knownPreferences(candidates));
      }
    }
    const route = planRoute(name, candidates, {
      preferences,
      switchedTo: this.switches.providerFor(name),
      toolLoopOwner: toolLoopOwner(call.prompt),
      fallbackEnabled: wishes.fallbackEnabled ?? true,
    });
    return {
      model: name,
      route,
      limits: wishes.deadlineMs === undefined ? limits : { ...limits, deadlineMs: wishes.deadlineMs },
      profile: profileOf(call),
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
