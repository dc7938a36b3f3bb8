import type { Clock } from '@hydrogenai/common';
import type { ResolvedConfigValidatorOptions } from '../config-validator.options.js';
import type { ValidationResult } from '../findings/validation-result.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import { readEnvFiles } from '../sources/env-file.reader.js';
import { checkConfiguration, type CheckedConfiguration } from './check-configuration.js';
import { utcDay } from './utc-day.js';

/** Reads the environment files and checks everything. */
export async function loadConfiguration(
  schemas: readonly SchemaDescription[],
  options: ResolvedConfigValidatorOptions,
  clock: Clock,
): Promise<CheckedConfiguration> {
  const { layers, findings } = await readEnvFiles(options.envFiles);
  return checkConfiguration({
    schemas,
    layers: [{ source: { kind: 'environment' }, values: options.env() }, ...layers],
    findings,
    ignore: options.ignore,
    today: utcDay(clock.now()),
  });
}

/** Whether a configuration with these findings does not apply. */
export function refuses(failOn: ResolvedConfigValidatorOptions['failOn'], result: ValidationResult): boolean {
  switch (failOn) {
    case 'critical':
      return result.errors.length > 0;
    case 'warning':
      return result.errors.length + result.warnings.length > 0;
    case 'never':
      return false;
    default:
      return failOn satisfies never;
  }
}
