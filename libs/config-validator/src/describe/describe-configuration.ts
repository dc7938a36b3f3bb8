import type { FindingSource } from '../findings/finding.js';
import type { CheckedConfiguration } from '../validation/check-configuration.js';
import type { ReadVariable } from '../validation/read-variable.js';
import { maskText, REDACTED } from './mask-text.policy.js';

/** The configuration that applies: which variable has its value from where. */
export interface ConfigurationDescription {
  readonly groups: readonly {
    readonly title: string;
    readonly variables: readonly VariableDescription[];
  }[];
}

export interface VariableDescription {
  readonly name: string;
  readonly sensitive: boolean;
  /** `set`: it has a value in the environment or a file. `unset`: the default applies, if there is one. */
  readonly state: 'set' | 'unset';
  /** Where the value is from; absent when it is unset. */
  readonly source?: FindingSource;
  /** Places that have the variable too, and lost. */
  readonly overridden: readonly FindingSource[];
  /** Ids of what was found against it, critical or a warning, also when an exception covers it. */
  readonly findings: readonly string[];
  /**
   * The value, only of a variable that is set, not sensitive, and in order; what looks like a secret is masked. A value
   * that its rules refuse may be a secret that got into the wrong place.
   */
  readonly shown?: string;
}

/** Describes a checked configuration, without any value that could be a secret. */
export function describeConfiguration({ variables, result }: CheckedConfiguration): ConfigurationDescription {
  // Also those that an exception covers: the value is the same.
  const against = result.findings.filter(
    ({ severity, status }) => severity !== 'recommendation' && status !== 'pass',
  );
  const idsOf = Map.groupBy(against, ({ subject }) => subject);
  const secrets = variables.flatMap((read) => (read.variable.sensitive ? [read.reveal() ?? ''] : []));
  const groups = Map.groupBy(variables, ({ title }) => title);
  return {
    groups: [...groups].map(([title, reads]) => ({
      title,
      variables: reads.map((read) => {
        const ids = (idsOf.get(read.variable.name) ?? []).map(({ id }) => id);
        return describeVariable(read, [...new Set(ids)], secrets);
      }),
    })),
  };
}

function describeVariable(
  read: ReadVariable,
  findings: readonly string[],
  secrets: readonly string[],
): VariableDescription {
  const { variable, source, overridden } = read;
  const { name, sensitive } = variable;
  const text = read.reveal();
  const shown = sensitive ? REDACTED : maskText(name, text ?? '', secrets);
  return {
    name,
    sensitive,
    state: text === undefined ? 'unset' : 'set',
    ...(source === undefined ? {} : { source }),
    overridden: overridden.map((one) => one.source),
    findings,
    ...(text === undefined || findings.length > 0 ? {} : { shown }),
  };
}
