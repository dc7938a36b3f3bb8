import { InvalidOptionError } from '@hydrogenai/common';
import type { ConfigValidatorSchemas } from './config-validator.module-definition.js';
import { resolveConfigValidatorOptions, type ConfigValidatorOptions } from './config-validator.options.js';
import { completeList } from './features/declared-schemas.js';
import { describeSchemas } from './schema/describe-schema.js';

/** Schemas and options in one object: for `ConfigValidatorModule.forRoot()` and for the command `hydrogenai`. */
export interface HydrogenaiConfiguration extends ConfigValidatorOptions, ConfigValidatorSchemas {}

/** The same for every copy of this package, so that one copy can tell that another has made the object. */
const MADE_BY = Symbol.for('@hydrogenai/config-validator:defined-by');

const FIELDS = {
  schemas: true,
  boot: true,
  ignore: true,
  performanceRules: true,
  env: true,
  envFiles: true,
} as const satisfies Record<keyof HydrogenaiConfiguration, true>;

/**
 * Declares the configuration of an application once, in a module that starts nothing. The application gives the object to
 * `ConfigValidatorModule.forRoot()`, and `hydrogenai doctor` imports it, so that both check the same. Schemas of
 * `forFeature()` must be named here too, because the command knows no modules; the boot is refused otherwise.
 * @throws InvalidOptionError for an option that does not exist or is out of range, and for a class that is no schema.
 */
export function defineHydrogenai(configuration: HydrogenaiConfiguration): HydrogenaiConfiguration {
  for (const name of Object.keys(configuration)) {
    if (Object.hasOwn(FIELDS, name)) continue;
    const accepted = `one of the options ${Object.keys(FIELDS).join(', ')}`;
    throw new InvalidOptionError({ field: name, accepted, received: name });
  }
  describeSchemas(configuration.schemas);
  resolveConfigValidatorOptions(configuration);
  const defined = { ...configuration, schemas: completeList(configuration.schemas) };
  Object.defineProperty(defined, MADE_BY, { value: import.meta.url });
  return Object.freeze(defined);
}

/** Whether `defineHydrogenai` made it: this copy of the package, another one, or none. */
export function definedBy(value: unknown): 'us' | 'another copy' | 'nobody' {
  if (typeof value !== 'object' || value === null || !(MADE_BY in value)) return 'nobody';
  return value[MADE_BY] === import.meta.url ? 'us' : 'another copy';
}

/** The same, for the type. */
export function isHydrogenaiConfiguration(value: unknown): value is HydrogenaiConfiguration {
  return definedBy(value) === 'us';
}
