import type { ValidationResult } from '../findings/validation-result.js';
import type { FindingException } from '../findings/exceptions.policy.js';
import { describeSchemas } from '../schema/describe-schema.js';
import type { ConfigurationSchema } from '../schema/schema-description.js';
import type { EnvironmentLike } from '../sources/env-layer.js';
import { checkConfiguration } from './check-configuration.js';
import { utcDay } from './utc-day.js';

export interface ValidateEnvironmentOptions {
  /** Findings that are accepted for a while. Default: none. */
  readonly ignore?: readonly FindingException[];
  /** The present, for the dates of `ignore`. Default: now. */
  readonly now?: Date;
}

/**
 * Checks an environment against schemas, without Nest, and reports everything at once. It reads no files and changes
 * nothing.
 * @throws InvalidOptionError when there is no schema, or a class is none.
 */
export function validateEnvironment(
  schemas: readonly ConfigurationSchema[],
  env: EnvironmentLike = process.env,
  { ignore = [], now = new Date() }: ValidateEnvironmentOptions = {},
): ValidationResult {
  return checkConfiguration({
    schemas: describeSchemas(schemas),
    layers: [{ source: { kind: 'environment' }, values: env }],
    ignore,
    today: utcDay(now.getTime()),
  }).result;
}
