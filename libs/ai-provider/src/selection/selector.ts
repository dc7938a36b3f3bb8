import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { Candidate, LogicalModel, ModelCandidate } from '../candidates/candidate.js';
import { spreadLanes } from '../candidates/spread-lanes.policy.js';
import { NoFitCandidateError, type UnfitCandidate } from '../errors/no-fit-candidate.error.js';
import type { CallNeeds } from './call-needs.js';
import type { CandidateMeters } from './candidate-meters.js';
import type { Choice } from './choice.js';
import { unfitReasons } from './fitness.policy.js';
import { stickTo, stickyKey } from './stickiness.policy.js';
import { orderBy, reasonOf } from './strategy.js';

/** Price of a request at a candidate in micro-dollars, before it is made; `null` when it is not known. */
export type CostEstimate = (candidate: Candidate, needs: CallNeeds) => number | null;

export interface Selection {
  /** All lanes of all models that can serve the request, the first choice first. */
  readonly candidates: readonly ModelCandidate[];
  /** Why the first one is first, in words. */
  readonly reason: string;
  readonly leftOut: readonly UnfitCandidate[];
}

export interface SelectionRequest {
  readonly model: LogicalModel;
  /** Those of the model that the caller accepts. */
  readonly accepted: readonly ModelCandidate[];
  /** Those of them that understand the request. */
  readonly candidates: readonly ModelCandidate[];
  readonly needs: CallNeeds;
  readonly session: string | undefined;
  readonly prompt: LanguageModelV4Prompt;
}

interface RatedModel extends Choice {
  readonly id: string;
  readonly lanes: readonly ModelCandidate[];
}

/** Orders the candidates of a request: leaves out who cannot serve it, and asks the strategy of the logical model. */
export class Selector {
  constructor(
    private readonly meters: CandidateMeters,
    private readonly estimate: CostEstimate,
    private readonly random: () => number,
  ) {}

  /** @throws NoFitCandidateError listing each candidate and why. */
  select({ model, accepted, candidates, needs, session, prompt }: SelectionRequest): Selection {
    const { name, strategy, stickyBy } = model;
    const { fit, leftOut } = divide(model, accepted, candidates, needs);
    if (fit.length === 0) throw new NoFitCandidateError(name, leftOut);
    const key = stickyKey(stickyBy, session, prompt);
    // The common case, and nothing has to be weighed for it.
    if (strategy === 'priority' && key === undefined)
      return { candidates: spreadLanes(fit, this.random), reason: reasonOf(strategy, name), leftOut };
    const rated = this.rate(model, fit, needs);
    const ordered = orderBy(strategy, rated, this.random);
    if (key === undefined) {
      const lanes = spreadLanes(
        ordered.flatMap((each) => each.lanes),
        this.random,
      );
      return { candidates: lanes, reason: reasonOf(strategy, name), leftOut };
    }
    // To one key, too: prompt caches and signatures belong to the account.
    const sticking = stickTo(key, ordered, ({ id }) => id).flatMap(({ lanes }) =>
      stickTo(key, lanes, ({ lane }) => lane),
    );
    return { candidates: sticking, reason: `keeps to its ${stickyBy}`, leftOut };
  }

  /** What is known of one candidate. */
  factsOf(candidate: Candidate, needs: CallNeeds): Omit<Choice, 'weight'> {
    return { cost: this.estimate(candidate, needs), ...this.meters.read(candidate) };
  }

  private rate(
    model: LogicalModel,
    lanes: readonly ModelCandidate[],
    needs: CallNeeds,
  ): readonly RatedModel[] {
    const byId = new Map<string, [ModelCandidate, ...ModelCandidate[]]>();
    for (const lane of lanes) {
      const known = byId.get(lane.id);
      if (known) known.push(lane);
      else byId.set(lane.id, [lane]);
    }
    return [...byId].map(([id, own]) => ({
      id,
      lanes: own,
      weight: model.settings.get(id)?.weight ?? 1,
      // The same whichever key it is.
      ...this.factsOf(own[0], needs),
    }));
  }
}

const FOREIGN = 'a tool or a file of the request belongs to another vendor';

function divide(
  { settings }: LogicalModel,
  accepted: readonly ModelCandidate[],
  candidates: readonly ModelCandidate[],
  needs: CallNeeds,
): { fit: readonly ModelCandidate[]; leftOut: readonly UnfitCandidate[] } {
  const whole = candidates.length === accepted.length;
  if (settings.size === 0 && whole) return { fit: candidates, leftOut: [] };
  const fit: ModelCandidate[] = [];
  const leftOut = new Map<string, UnfitCandidate>();
  for (const { id } of whole ? [] : accepted) {
    if (!candidates.some((able) => able.id === id)) leftOut.set(id, { candidate: id, reasons: [FOREIGN] });
  }
  for (const candidate of candidates) {
    const reasons = unfitReasons(settings.get(candidate.id)?.capabilities ?? {}, needs);
    if (reasons.length === 0) fit.push(candidate);
    else leftOut.set(candidate.id, { candidate: candidate.id, reasons });
  }
  return { fit, leftOut: [...leftOut.values()] };
}
