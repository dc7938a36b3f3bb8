import type { SchemaDescription } from '../schema/schema-description.js';

/** What one `forFeature()` brings. The boot check finds it in the modules of its own application. */
export class FeatureSchemas {
  constructor(readonly described: readonly SchemaDescription[]) {}
}
