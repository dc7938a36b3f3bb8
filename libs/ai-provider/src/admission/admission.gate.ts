import type { Clock } from '@hydrogenai/common';
import { createRateLimiter, type RateLimit, type RateLimiter } from '@hydrogenai/rate-limit';
import { Logger } from '@nestjs/common';
import type { Candidate } from '../candidates/candidate.js';
import type { CallProfile } from '../failover/attempt-end.js';
import type { AttemptGate, GateAnswer, GateRequest } from '../failover/attempt-gate.js';
import type { ResolvedAdmissionOptions } from './admission.options.js';
import { COUNTING_RULES } from './counting.policy.js';
import { LimitBoard, type LimitStatus } from './limit-board.js';
import { rateLimitsOf, type LimitKind } from './limit-kind.js';
import { LimitScope } from './limit-scope.js';
import { PendingWork } from './pending-work.js';
import { configuredLimits, type ProviderLimits } from './provider-limits.js';
import { familyOf } from './provider-family.js';

/** The limits of one lane. */
export interface LaneLimits {
  readonly lane: string;
  readonly provider: string;
  readonly model: string;
  /** Of what is known: configured, or learned from headers. */
  readonly limits: readonly LimitStatus[];
  /** Requests that stand in line, in this process. */
  readonly waiting: number;
  /** For how long the provider asked to be left alone, in ms; 0: not at all. */
  readonly closedForMs: number;
}

export interface AdmissionGateOptions {
  readonly options: Pick<ResolvedAdmissionOptions, 'headroom' | 'storeDeadlineMs'>;
  readonly providers: ReadonlyMap<string, ProviderLimits>;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
}

/** Lets attempts begin within the limits of their providers, configured and learned. */
export class AdmissionGate implements AttemptGate {
  private readonly scopes = new Map<string, LimitScope>();
  private readonly byLane = new Map<string, LimitScope>();
  private readonly rates: Readonly<Record<LimitKind, RateLimit>>;
  private readonly pending: PendingWork;

  constructor(private readonly parts: AdmissionGateOptions) {
    this.rates = rateLimitsOf(parts.options.storeDeadlineMs);
    const logger = new Logger('AiProviderModule');
    // Names of errors are free of payloads; their texts need not be.
    this.pending = new PendingWork((error) =>
      logger.error(
        `Admission could not settle what was used: ${error instanceof Error ? error.name : 'unknown'}.`,
      ),
    );
  }

  /** Waits for Redis at most a second; without it each process counts for itself until it is there. */
  static async open(
    options: ResolvedAdmissionOptions,
    providers: ReadonlyMap<string, ProviderLimits>,
    clock: Clock,
  ): Promise<AdmissionGate> {
    const { redis, prefix, instances } = options;
    const limiter = await createRateLimiter({ prefix, instances, clock, ...(redis ? { redis } : {}) });
    return new AdmissionGate({ options, providers, limiter, clock });
  }

  /** @throws the signal's reason when it aborts while the request waits. */
  enter(request: GateRequest): GateAnswer | Promise<GateAnswer> {
    return this.scopeOf(request.candidate).enter(request);
  }

  /**
   * How long a request would wait at this candidate, as far as this process knows, in ms; 0: not at all; `undefined`: it is
   * larger than the limits.
   */
  waitMs(candidate: Candidate, profile: CallProfile): number | undefined {
    return this.scopeOf(candidate).waitMs(profile);
  }

  /** What is known of the limits of these candidates. */
  limitsOf(candidates: Iterable<Candidate>): readonly LaneLimits[] {
    return Array.from(candidates, (candidate) => {
      const { lane, provider, model } = candidate;
      return { lane, provider, model, ...this.scopeOf(candidate).status() };
    });
  }

  /** Forgets that a provider asked to be left alone, for an operator who knows better. */
  forgive(provider: string, candidates: Iterable<Candidate>): void {
    for (const candidate of candidates) if (candidate.provider === provider) this.scopeOf(candidate).open();
  }

  /** Turns away who still waits, lets settlements arrive that are on their way, and closes connections of its own. */
  async close(): Promise<void> {
    for (const scope of this.scopes.values()) scope.close();
    await this.pending.over();
    this.parts.limiter.close();
  }

  private scopeOf(candidate: Candidate): LimitScope {
    const known = this.byLane.get(candidate.lane);
    if (known) return known;
    const { limitsPer = 'model' } = this.parts.providers.get(candidate.provider) ?? {};
    const name = limitsPer === 'provider' ? candidate.account : candidate.lane;
    const scope = this.scopes.get(name) ?? this.make(name, candidate);
    this.scopes.set(name, scope);
    this.byLane.set(candidate.lane, scope);
    return scope;
  }

  private make(name: string, candidate: Candidate): LimitScope {
    const { options, providers, limiter, clock } = this.parts;
    const configured = configuredLimits(providers.get(candidate.provider), candidate.model);
    const family = familyOf(candidate);
    return new LimitScope({
      name,
      family,
      limiter,
      clock,
      rule: COUNTING_RULES[family],
      board: new LimitBoard({ key: name, configured, headroom: options.headroom, rates: this.rates }),
      pending: this.pending,
    });
  }
}
