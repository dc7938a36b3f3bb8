import type { JSONSchema7 } from '@ai-sdk/provider';

/**
 * All names of properties in a schema. Other names in the path of an issue are keys that a model made up, and may be
 * anything that it was told.
 */
export function schemaNames(schema: JSONSchema7): ReadonlySet<string> {
  const names = new Set<string>();
  collect(schema, names);
  return names;
}

function collect(node: unknown, names: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node) && 'properties' in node && typeof node.properties === 'object') {
    for (const name of Object.keys(node.properties ?? {})) names.add(name);
  }
  for (const child of Object.values(node)) collect(child, names);
}

/** The path as people write it. */
export function pathText(path: readonly unknown[], names: ReadonlySet<string>): string {
  return path
    .map((segment) => {
      if (typeof segment === 'number') return `[${segment}]`;
      return typeof segment === 'string' && names.has(segment) ? `.${segment}` : '.*';
    })
    .join('')
    .replace(/^\./, '');
}
