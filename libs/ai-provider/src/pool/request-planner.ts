import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { AdmissionGate } from '../admission/admission.gate.js';
import type { LogicalModel, ModelCandidate } from '../candidates/candidate.js';
import { matches, planRoute, type Route } from '../candidates/route.policy.js';
import { toolLoopOwner } from '../candidates/tool-loop.policy.js';
import { NoFitCandidateError, type UnfitCandidate } from '../errors/no-fit-candidate.error.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { CallProfile } from '../failover/attempt-end.js';
import type { FailoverRequest } from '../failover/failover-run.js';
import type { CandidateHealth } from '../health/candidate-health.js';
import type { SwitchBoard } from '../health/switch-board.js';
import type { Hedging } from '../hedging/hedging.js';
import { candidatesFor } from '../interop/bound-call.policy.js';
import { needsOf, type CallNeeds } from '../selection/call-needs.js';
import type { Explanation } from '../selection/explanation.js';
import type { Selector } from '../selection/selector.js';
import { profileOf } from './call-profile.js';
import type { PoolWishes } from './pool-wishes.js';

export interface RequestPlannerParts {
  readonly selector: Selector;
  readonly switches: SwitchBoard;
  readonly health: CandidateHealth;
  readonly admission: AdmissionGate | undefined;
  /** By logical model, of those that hedge. */
  readonly hedgings: ReadonlyMap<string, Hedging>;
}

interface Plan {
  readonly profile: CallProfile;
  readonly needs: CallNeeds;
  readonly route: Route<ModelCandidate>;
  readonly leftOut: readonly UnfitCandidate[];
}

/** Says for each request who is asked, in which order and under which limits. */
export class RequestPlanner {
  constructor(private readonly parts: RequestPlannerParts) {}

  /** @throws UnknownNameError, NoFitCandidateError, InvalidOptionError. */
  request(
    model: LogicalModel,
    wishes: PoolWishes,
    call: LanguageModelV4CallOptions,
    expects: FailoverRequest['expects'],
  ): FailoverRequest<ModelCandidate> {
    const { profile, route } = this.plan(model, wishes, call);
    const { limits, name } = model;
    return {
      model: name,
      route,
      limits: wishes.deadlineMs === undefined ? limits : { ...limits, deadlineMs: wishes.deadlineMs },
      profile,
      expects,
      hedging: this.parts.hedgings.get(name),
      signal: call.abortSignal,
    };
  }

  /** The same without a request. @throws UnknownNameError, InvalidOptionError. */
  explain(model: LogicalModel, wishes: PoolWishes, call: LanguageModelV4CallOptions): Explanation {
    try {
      const { route, leftOut, profile, needs } = this.plan(model, wishes, call);
      return {
        model: model.name,
        reason: route.reason,
        candidates: route.candidates.map((candidate) => this.describe(candidate, profile, needs)),
        leftOut: [...leftOut, ...spared(model, route, leftOut, call)],
      };
    } catch (error) {
      if (!(error instanceof NoFitCandidateError)) throw error;
      const reason = 'no candidate can serve this request';
      return { model: model.name, reason, candidates: [], leftOut: error.unfit };
    }
  }

  private plan(model: LogicalModel, wishes: PoolWishes, call: LanguageModelV4CallOptions): Plan {
    const { name, candidates } = model;
    const preferences = wishes.modelPreferences ?? [];
    for (const preference of preferences) {
      if (!candidates.some((candidate) => matches(candidate, preference))) {
        throw new UnknownNameError('model preference', preference, knownPreferences(candidates));
      }
    }
    const accepted = wishes.fallbackEnabled === false ? onlyPreferred(candidates, preferences) : candidates;
    const able = candidatesFor(name, accepted, call);
    const profile = profileOf(call, wishes.labels);
    const needs = needsOf(call, profile);
    const { leftOut, ...offered } = this.parts.selector.select({
      model,
      accepted,
      candidates: able,
      needs,
      session: profile.session,
      prompt: call.prompt,
    });
    const route = planRoute(offered, {
      preferences,
      switchedTo: this.parts.switches.providerFor(name),
      toolLoopOwner: toolLoopOwner(call.prompt),
      fallbackEnabled: wishes.fallbackEnabled ?? true,
    });
    return { profile, needs, route, leftOut };
  }

  private describe(
    candidate: ModelCandidate,
    profile: CallProfile,
    needs: CallNeeds,
  ): Explanation['candidates'][number] {
    const { selector, health, admission } = this.parts;
    const { cost, latencyMs, inFlight } = selector.factsOf(candidate, needs);
    const waitMs = admission ? admission.waitMs(candidate, profile) : 0;
    return {
      candidate: candidate.id,
      account: candidate.account,
      state: health.stateOf(candidate),
      waitMs: waitMs === undefined ? null : Math.ceil(waitMs),
      estimatedCost: cost,
      expectedMs: latencyMs === null ? null : Math.round(latencyMs),
      inFlight,
    };
  }
}

/** Candidates that could serve the request and are not in its route: the owner of a tool loop, or one model only, is. */
function spared(
  { candidates }: LogicalModel,
  route: Route<ModelCandidate>,
  leftOut: readonly UnfitCandidate[],
  call: LanguageModelV4CallOptions,
): readonly UnfitCandidate[] {
  const named = new Set([...route.candidates.map(({ id }) => id), ...leftOut.map((one) => one.candidate)]);
  const ids = new Set(candidates.map(({ id }) => id).filter((id) => !named.has(id)));
  const owner = toolLoopOwner(call.prompt);
  const why = route.candidates.some(({ lane }) => lane === owner)
    ? 'another one asked for the tools whose results are here'
    : 'the caller wants no fallback';
  return [...ids].map((candidate) => ({ candidate, reasons: [why] }));
}

/** Without fallback somebody else is no answer, not even where the one that is wanted cannot serve the request. */
function onlyPreferred(
  candidates: readonly ModelCandidate[],
  preferences: readonly string[],
): readonly ModelCandidate[] {
  const [first] = preferences;
  return first === undefined ? candidates : candidates.filter((candidate) => matches(candidate, first));
}

function knownPreferences(candidates: readonly ModelCandidate[]): readonly string[] {
  return [...new Set([...candidates.map(({ provider }) => provider), ...candidates.map(({ id }) => id)])];
}
