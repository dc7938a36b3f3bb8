import type { Clock } from '@hydrogenai/common';
import { ConfigurationError } from '../boot/configuration.error.js';
import type { BootProbes, ResolvedConfigValidatorOptions } from '../config-validator.options.js';
import type { Probe } from '../probes/probe.port.js';
import { probesOfKind } from '../probes/probe-targets.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { CheckedConfiguration } from './check-configuration.js';
import { ConfigurationInspection } from './inspect-configuration.js';
import { loadConfiguration, refuses } from './load-configuration.js';

/** A boot that is refused anyway waits no longer than this for what probes may add, in ms. */
const REFUSED_BUDGET_MS = 500;

/**
 * Reads the configuration, asks what it names, and looks across settings, before anything listens.
 * @throws ConfigurationError when there are findings that `boot.failOn` refuses.
 */
export async function bootConfiguration(
  schemas: readonly SchemaDescription[],
  options: ResolvedConfigValidatorOptions,
  clock: Clock,
): Promise<CheckedConfiguration> {
  const checked = await loadConfiguration(schemas, options, clock);
  const inspection = new ConfigurationInspection(schemas, options, clock, checked);
  const isRefused = refuses(options.failOn, checked.result);
  const budgetMs = isRefused ? Math.min(options.budgetMs, REFUSED_BUDGET_MS) : options.budgetMs;
  const { findings, known } = await inspection.probe(probesOfKind(...kindsOf(options.bootProbes)), {
    budgetMs,
  });
  const result = inspection.result([...findings, ...inspection.performance(known)], checked.result.findings);
  if (refuses(options.failOn, result)) throw new ConfigurationError(result);
  return { ...checked, result };
}

function kindsOf(probes: BootProbes): readonly Probe['kind'][] {
  switch (probes) {
    case 'all':
      return ['service', 'provider'];
    case 'services':
      return ['service'];
    case 'none':
      return [];
    default:
      return probes satisfies never;
  }
}
