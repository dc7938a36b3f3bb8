import { plainValue } from '../coercion/plain-value.js';
import { finding, isOpen, type Finding } from '../findings/finding.js';
import type { DescribedVariable } from '../schema/schema-description.js';
import type { CurrentValue } from '../validation/current-values.js';
import { providerKey } from './keys/provider-key.probe.js';
import type { Probe, ProbeContext } from './probe.port.js';
import type { ProbeTarget } from './run-probes.executor.js';

/** Which of the declared probes are to be asked. */
export type AskedProbes = (probe: Probe, variable: string) => boolean;

/** Those of these kinds. */
export function probesOfKind(...kinds: readonly Probe['kind'][]): AskedProbes {
  return ({ kind }) => kinds.includes(kind);
}

export interface DeclaredTargets {
  readonly targets: readonly ProbeTarget[];
  /** What is not asked, and why. */
  readonly skipped: readonly Finding[];
  readonly lookUp: ProbeContext['lookUp'];
}

/**
 * What is to be asked: every declared probe whose variable has a value, and the provider of every `@ApiKey`. A value that
 * is refused already is sent nowhere: a key in the wrong place would reach the wrong provider.
 */
export function declaredTargets(
  values: readonly CurrentValue[],
  findings: readonly Finding[],
  isAsked: AskedProbes,
): DeclaredTargets {
  const refused = new Set(
    findings.filter((one) => one.severity === 'critical' && isOpen(one)).map(({ subject }) => subject),
  );
  const texts = new Map(values.map(({ variable, value }) => [variable.name, textOf(value)]));
  const declared = values.flatMap(({ variable, value, source }) =>
    probesOf(variable)
      .filter((probe) => isAsked(probe, variable.name))
      .map((probe) => ({ probe, variable: variable.name, value: textOf(value), source })),
  );
  return {
    targets: declared.filter(({ variable }) => !refused.has(variable)),
    skipped: declared.filter(({ variable }) => refused.has(variable)).map(notAsked),
    lookUp: (variable) => (refused.has(variable) ? undefined : texts.get(variable)),
  };
}

/** What a variable is asked with, the provider of its key included. */
export function probesOf({ probes, apiKey }: Pick<DescribedVariable, 'probes' | 'apiKey'>): readonly Probe[] {
  if (apiKey === undefined || probes.some(({ kind }) => kind === 'provider')) return probes;
  return [...probes, providerKey(apiKey)];
}

function notAsked(target: ProbeTarget): Finding {
  return skippedProbe(target, 'because the value is refused already', 'Correct the value first.');
}

/** A probe that was not carried out, and why. */
export function skippedProbe(
  { probe, variable, source }: ProbeTarget,
  because: string,
  action: string,
): Finding {
  return finding(probe.kind === 'provider' ? 'CFG-KEY-000' : 'CFG-REACH-000', {
    subject: variable,
    problem: `The probe "${probe.name}" was not carried out, ${because}.`,
    action,
    status: 'skipped',
    source,
  });
}

/** The value as a variable has it: lists with commas, secrets revealed. */
function textOf(value: unknown): string {
  const plain = plainValue(value);
  return Array.isArray(plain) ? plain.join(',') : String(plain);
}
