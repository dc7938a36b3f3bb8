import { finding, type Finding, type FindingSource } from '../findings/finding.js';
import { sourceOf, type EnvLayer } from './env-layer.js';
import { findMisspelt } from './misspelt.policy.js';

export interface KnownVariables {
  /** Every name that a schema has. */
  readonly known: ReadonlySet<string>;
  /** Those of them without a value. */
  readonly missing: readonly string[];
  /** Beginnings of names that belong to a schema. */
  readonly prefixes: readonly string[];
}

/** Variables that Node reads itself; no schema needs to know them. */
const OF_THE_RUNTIME = /^(?:NODE_|TZ$)/;

/**
 * Variables that no schema knows: misspelt ones, and in files also those that nobody reads. The environment of a process
 * is full of names that are not about the application; there only names with a schema's own prefix count.
 */
export function unknownVariables(layer: EnvLayer, names: KnownVariables): readonly Finding[] {
  const { known, missing, prefixes } = names;
  const isFile = layer.source.kind === 'file';
  const unknown = Object.keys(layer.values).filter(
    (name) => !known.has(name) && !OF_THE_RUNTIME.test(name) && layer.values[name] !== undefined,
  );
  const nearMissing = nearest(unknown, missing, known);
  const nearKnown = nearest(isFile ? unknown : [], [...known], known);
  return unknown.flatMap((name) => {
    const source = sourceOf(layer, name);
    const meant = nearMissing.get(name);
    if (meant !== undefined) return [misspelt(name, meant, `${meant} is not set`, source)];
    const set = nearKnown.get(name);
    if (set !== undefined) return [misspelt(name, set, `${set} has its value from another line`, source)];
    return isFile || prefixes.some((prefix) => name.startsWith(prefix)) ? [unused(name, source)] : [];
  });
}

function nearest(present: readonly string[], meant: readonly string[], known: ReadonlySet<string>) {
  return new Map(findMisspelt(present, meant, known).map((one) => [one.found, one.meant]));
}

function misspelt(subject: string, meant: string, because: string, source: FindingSource): Finding {
  return finding('CFG-ENV-008', {
    subject,
    problem: `No schema knows it, and ${because}. Did you mean ${meant}?`,
    action: `Rename it to ${meant}, or except it in the option "ignore".`,
    source,
  });
}

function unused(subject: string, source: FindingSource): Finding {
  return finding('CFG-ENV-009', {
    subject,
    problem: 'No schema knows it, so nothing reads it through the configuration.',
    action: 'Remove it, add it to a schema, or except it in the option "ignore".',
    source,
  });
}
