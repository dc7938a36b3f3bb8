import { InvalidOptionError, systemClock, type Clock } from '@hydrogenai/common';
import { resolveConfigValidatorOptions } from '../config-validator.options.js';
import type { HydrogenaiConfiguration } from '../define-hydrogenai.js';
import type { Finding } from '../findings/finding.js';
import type { ValidationResult } from '../findings/validation-result.js';
import type { KnownSetting } from '../performance/known-settings.js';
import { probesOfKind } from '../probes/probe-targets.js';
import { describeSchemas } from '../schema/describe-schema.js';
import { ConfigurationInspection } from '../validation/inspect-configuration.js';
import { loadConfiguration } from '../validation/load-configuration.js';
import { partNames, selectParts, type SelectedParts } from './parts.policy.js';

export interface ExamineOptions {
  /** True: nobody is asked. Default: false. */
  readonly offline?: boolean | undefined;
  /** Only these: `env`, `services`, `ai`, `performance`, or the names of probes, such as `redis`. Default: everything. */
  readonly only?: readonly string[] | undefined;
  /** How long all probes together may take, in ms. Default: `boot.budgetMs`. */
  readonly budgetMs?: number | undefined;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/**
 * What the boot would find, and what providers say, without Nest and without starting anything.
 * @throws InvalidOptionError when `only` names what no schema has.
 */
export async function examineConfiguration(
  configuration: HydrogenaiConfiguration,
  { offline = false, only, budgetMs, clock = systemClock }: ExamineOptions = {},
): Promise<ValidationResult> {
  const schemas = describeSchemas(configuration.schemas);
  demandParts(only, partNames(schemas));
  const options = resolveConfigValidatorOptions(configuration);
  const parts = selectParts(schemas, only);
  const checked = await loadConfiguration(schemas, options, clock);
  const inspection = new ConfigurationInspection(schemas, options, clock, checked);
  const limits = budgetMs === undefined ? {} : { budgetMs };
  const { findings, known } = offline ? NOBODY_ASKED : await askedBy(inspection, parts, limits);
  const across = inspection.performance(known).filter(({ subject }) => parts.isCompared(subject));
  const read = checked.result.findings.filter(({ subject }) => parts.isRead(subject));
  return inspection.result([...findings, ...across], read);
}

const NOBODY_ASKED = { findings: [], known: [] };

async function askedBy(
  inspection: ConfigurationInspection,
  { isAsked, asksForLimits }: SelectedParts,
  limits: { readonly budgetMs?: number },
): Promise<{ readonly findings: readonly Finding[]; readonly known: readonly KnownSetting[] }> {
  const forLimits = probesOfKind('service');
  const [asked, limiting] = await Promise.all([
    inspection.probe(isAsked, limits),
    inspection.probe(
      (probe, variable) => asksForLimits && forLimits(probe, variable) && !isAsked(probe, variable),
      limits,
    ),
  ]);
  return { findings: asked.findings, known: [...asked.known, ...limiting.known] };
}

function demandParts(only: readonly string[] | undefined, names: readonly string[]): void {
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new InvalidOptionError({
    field: 'only',
    accepted: `names out of ${names.join(', ')}`,
    received: unknown,
  });
}
