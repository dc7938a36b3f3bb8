import type { ModulesContainer } from '@nestjs/core';
import { InvalidOptionError } from '@hydrogenai/common';
import { FEATURE_SCHEMAS } from '../config-validator.tokens.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { FeatureSchemas } from './feature-schemas.js';

/**
 * The schemas of the root module and of every feature module of this application, each once. Nest knows all modules
 * before it makes the first provider, so that nothing has to be registered anywhere.
 * @throws InvalidOptionError when there is none.
 */
export function collectSchemas(
  root: readonly SchemaDescription[],
  modules: ModulesContainer,
): readonly SchemaDescription[] {
  const features = [...modules.values()].flatMap(({ providers }) => {
    const feature: unknown = providers.get(FEATURE_SCHEMAS)?.instance;
    return feature instanceof FeatureSchemas ? feature.described : [];
  });
  const all = [...new Map([...root, ...features].map((schema) => [schema.token, schema])).values()];
  if (all.length > 0) return all;
  throw new InvalidOptionError({
    field: 'schemas',
    accepted: 'a list of at least one schema, here or in a forFeature()',
    received: root,
  });
}
