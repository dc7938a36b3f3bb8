import type { ModulesContainer } from '@nestjs/core';
import { InvalidOptionError } from '@hydrogenai/common';
import { FEATURE_SCHEMAS } from '../config-validator.tokens.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { FeatureSchemas } from './feature-schemas.js';

/** What `forRoot()` was given. */
export interface RootSchemas {
  readonly described: readonly SchemaDescription[];
  /** True: features may bring no others, because the command `hydrogenai` would not know them. */
  readonly isComplete: boolean;
}

/**
 * The schemas of the root module and of every feature module of this application, each once. Nest knows all modules
 * before it makes the first provider, so that nothing has to be registered anywhere.
 * @throws InvalidOptionError when there is none, or one that a complete list does not name.
 */
export function collectSchemas(
  { described: root, isComplete }: RootSchemas,
  modules: ModulesContainer,
): readonly SchemaDescription[] {
  const features = [...modules.values()].flatMap(({ providers }) => {
    const feature: unknown = providers.get(FEATURE_SCHEMAS)?.instance;
    return feature instanceof FeatureSchemas ? feature.described : [];
  });
  const all = [...new Map([...root, ...features].map((schema) => [schema.token, schema])).values()];
  if (isComplete) demandDeclared(all, root);
  if (all.length > 0) return all;
  throw new InvalidOptionError({
    field: 'schemas',
    accepted: 'a list of at least one schema, here or in a forFeature()',
    received: root,
  });
}

function demandDeclared(all: readonly SchemaDescription[], declared: readonly SchemaDescription[]): void {
  const tokens = new Set(declared.map(({ token }) => token));
  const missing = all.find(({ token }) => !tokens.has(token));
  if (missing === undefined) return;
  throw new InvalidOptionError({
    field: 'schemas of defineHydrogenai()',
    accepted: `"${missing.title}" of a forFeature() among them, which the command "hydrogenai" cannot see otherwise`,
    received: declared,
  });
}
