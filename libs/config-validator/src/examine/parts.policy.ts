import { probesOf, type AskedProbes } from '../probes/probe-targets.js';
import type { DescribedVariable, SchemaDescription } from '../schema/schema-description.js';

/** What can be looked at by itself, beside probes by their name. */
export const PARTS = {
  ai: 'keys of providers and whether they are accepted',
  env: 'variables and files, nobody is asked',
  performance: 'settings that must fit together',
  services: 'what the application runs on',
} as const;

/** What of a configuration is looked at. */
export interface SelectedParts {
  readonly isAsked: AskedProbes;
  /** Whether findings about this variable or file count, of those that reading it made. */
  readonly isRead: (subject: string) => boolean;
  /** Whether findings about this variable count, of those that look across settings. */
  readonly isCompared: (subject: string) => boolean;
  /** Whether servers are asked for their limits too, though what else they say does not count. */
  readonly asksForLimits: boolean;
}

/** Everything that `only` may name for these schemas: parts, and probes that are declared. */
export function partNames(schemas: readonly SchemaDescription[]): readonly string[] {
  const probes = variablesOf(schemas).flatMap((variable) => probesOf(variable).map(({ name }) => name));
  return [...new Set([...Object.keys(PARTS), ...probes])].toSorted();
}

/** @param only parts or names of probes; undefined for everything. */
export function selectParts(
  schemas: readonly SchemaDescription[],
  only: readonly string[] | undefined,
): SelectedParts {
  const all = (): boolean => true;
  if (only === undefined) return { isAsked: all, isRead: all, isCompared: all, asksForLimits: false };
  const names = new Set(only);
  const isAsked: AskedProbes = ({ kind, name }) =>
    names.has(name) || names.has(kind === 'provider' ? 'ai' : 'services');
  const about = new Set(
    variablesOf(schemas)
      .filter((variable) => isChosen(variable, isAsked) || (variable.apiKey !== undefined && names.has('ai')))
      .map(({ name }) => name),
  );
  const across = names.has('performance');
  return {
    isAsked,
    isRead: names.has('env') ? all : (subject) => about.has(subject),
    isCompared: across ? all : (subject) => about.has(subject),
    asksForLimits: across,
  };
}

function isChosen(variable: DescribedVariable, isAsked: AskedProbes): boolean {
  return probesOf(variable).some((probe) => isAsked(probe, variable.name));
}

function variablesOf(schemas: readonly SchemaDescription[]): readonly DescribedVariable[] {
  return schemas.flatMap(({ variables }) => variables);
}
