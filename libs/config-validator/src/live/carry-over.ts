import type { AskedProbes } from '../probes/probe-targets.js';
import type { ConfigurationInspection, Probed } from '../validation/inspect-configuration.js';

/**
 * What is still known after a reload, which asks nobody: what was said about variables that did not change. Of those that
 * did, it says that they were not asked again.
 * @param isAsked the probes that the boot asks.
 */
export function carryOver(
  before: Probed,
  inspection: ConfigurationInspection,
  changed: ReadonlySet<string>,
  isAsked: AskedProbes,
): Probed {
  const unasked = inspection.notAsked(
    (probe, variable) => changed.has(variable) && isAsked(probe, variable),
    'because a reload changed the value and asks nobody',
    'Ask with validateServices() or validateAiProviders().',
  );
  return {
    findings: [...before.findings.filter(({ subject }) => !changed.has(subject)), ...unasked],
    known: before.known.filter(({ variable }) => variable === undefined || !changed.has(variable)),
  };
}
