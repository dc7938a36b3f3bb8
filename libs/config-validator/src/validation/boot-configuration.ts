import type { Clock } from '@hydrogenai/common';
import { ConfigurationError } from '../boot/configuration.error.js';
import type { BootProbes, ResolvedConfigValidatorOptions } from '../config-validator.options.js';
import { probesOfKind, type AskedProbes } from '../probes/probe-targets.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { CheckedConfiguration } from './check-configuration.js';
import { ConfigurationInspection, type Probed } from './inspect-configuration.js';
import { loadConfiguration, refuses } from './load-configuration.js';

/** A boot that is refused anyway waits no longer than this for what probes may add, in ms. */
const REFUSED_BUDGET_MS = 500;

/** A configuration that applies, with what those said that it names. */
export interface ProbedConfiguration extends CheckedConfiguration {
  readonly probed: Probed;
}

/**
 * Reads the configuration, asks what it names, and looks across settings, before anything listens.
 * @throws ConfigurationError when there are findings that `boot.failOn` refuses.
 */
export async function bootConfiguration(
  schemas: readonly SchemaDescription[],
  options: ResolvedConfigValidatorOptions,
  clock: Clock,
): Promise<ProbedConfiguration> {
  const checked = await loadConfiguration(schemas, options, clock);
  const inspection = new ConfigurationInspection(schemas, options, clock, checked);
  const isRefused = refuses(options.failOn, checked.result);
  const budgetMs = isRefused ? Math.min(options.budgetMs, REFUSED_BUDGET_MS) : options.budgetMs;
  const probed = await inspection.probe(askedAtBoot(options.bootProbes), { budgetMs });
  const result = inspection.resultOf(probed);
  if (refuses(options.failOn, result)) throw new ConfigurationError(result);
  return { ...checked, result, probed };
}

/** The probes that a boot waits for. */
export function askedAtBoot(probes: BootProbes): AskedProbes {
  switch (probes) {
    case 'all':
      return probesOfKind('service', 'provider');
    case 'services':
      return probesOfKind('service');
    case 'none':
      return probesOfKind();
    default:
      return probes satisfies never;
  }
}
