import { InvalidOptionError, parseDuration, type Clock, type Duration } from '@hydrogenai/common';
import type { AdmissionGate } from '../admission/admission.gate.js';
import type { Candidate, LogicalModel } from '../candidates/candidate.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { CandidateHealth } from '../health/candidate-health.js';
import type { DrainBoard } from '../health/drain-board.js';
import { laneNamesOf } from '../health/lane-names.js';
import type { Drain, ProviderSwitch } from '../health/operator.facts.js';
import type { SwitchBoard } from '../health/switch-board.js';

export interface OperatorOptions {
  /** Why, for those who look later. */
  readonly reason: string;
  /** Who decided. */
  readonly by: string;
}

export interface SwitchOptions extends OperatorOptions {
  /** Logical model that the switch is for. Default: all. */
  readonly model?: string;
  /** How long it lasts. Default: until the next switch. */
  readonly forMs?: Duration;
}

export interface DrainOptions extends OperatorOptions {
  /** How long it lasts. Default: until it is resumed. */
  readonly forMs?: Duration;
}

export interface PoolOperationsParts {
  readonly models: ReadonlyMap<string, LogicalModel>;
  readonly switches: SwitchBoard;
  readonly drains: DrainBoard;
  readonly health: CandidateHealth;
  /** `undefined`: nobody keeps limits. */
  readonly admission: Pick<AdmissionGate, 'forgive'> | undefined;
  readonly clock: Clock;
}

/** What operators do to a pool: they say who comes first, and who gets nothing any more. */
export class PoolOperations {
  constructor(private readonly parts: PoolOperationsParts) {}

  switches(): readonly ProviderSwitch[] {
    return this.parts.switches.list();
  }

  drains(): readonly Drain[] {
    return this.parts.drains.list();
  }

  /** @throws UnknownNameError, InvalidOptionError. */
  switchProvider(provider: string | null, { model, reason, by, forMs }: SwitchOptions): void {
    requireTexts({ reason, by });
    const candidates = this.candidatesOf(model);
    if (provider === null) {
      this.parts.switches.clear(by, reason, model);
      return;
    }
    requireProvider(provider, [...new Set(candidates.map((candidate) => candidate.provider))]);
    const times = this.times(forMs);
    this.parts.health.forgive(provider);
    this.parts.admission?.forgive(provider, this.candidatesOf(undefined));
    this.parts.switches.set({ provider, reason, by, ...(model === undefined ? {} : { model }), ...times });
  }

  /** @throws UnknownNameError, InvalidOptionError. */
  drain(target: string, { reason, by, forMs }: DrainOptions): void {
    requireTexts({ reason, by });
    this.requireTarget(target);
    this.parts.drains.drain({ target, reason, by, ...this.times(forMs) });
  }

  /** @throws UnknownNameError, InvalidOptionError. */
  resume(target: string, { reason, by }: OperatorOptions): boolean {
    requireTexts({ reason, by });
    this.requireTarget(target);
    return this.parts.drains.resume(target, by, reason);
  }

  private times(forMs: Duration | undefined): { readonly since: number; readonly until?: number } {
    const since = this.parts.clock.now();
    if (forMs === undefined) return { since };
    return { since, until: since + parseDuration(forMs, 'forMs', { minMs: 1 }) };
  }

  private requireTarget(target: string): void {
    const names = this.candidatesOf(undefined).flatMap((candidate) => laneNamesOf(candidate).drains);
    requireProvider(target, [...new Set(names)]);
  }

  private candidatesOf(name: string | undefined): readonly Candidate[] {
    const { models } = this.parts;
    if (name === undefined) return [...models.values()].flatMap(({ candidates }) => candidates);
    const model = models.get(name);
    if (!model) throw new UnknownNameError('model', name, [...models.keys()]);
    return model.candidates;
  }
}

function requireProvider(name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw new UnknownNameError('provider', name, known);
}

const LONGEST_TEXT = 200;

function requireTexts(texts: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(texts)) {
    if (typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_TEXT) continue;
    throw new InvalidOptionError({
      field,
      accepted: `a text of 1 to ${LONGEST_TEXT} characters`,
      received: value,
      secret: true,
    });
  }
}
