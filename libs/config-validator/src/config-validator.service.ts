import { Inject, Injectable, Optional } from '@nestjs/common';
import { CLOCK, systemClock, type Clock } from '@hydrogenai/common';
import type { ResolvedConfigValidatorOptions } from './config-validator.options.js';
import { CHECKED_CONFIGURATION, CONFIG_SCHEMAS, RESOLVED_CONFIG_OPTIONS } from './config-validator.tokens.js';
import type { ValidationResult } from './findings/validation-result.js';
import type { SchemaDescription } from './schema/describe-schema.js';
import type { CheckedConfiguration } from './validation/check-configuration.js';
import { loadConfiguration } from './validation/load-configuration.js';

/** Answers what is known about the configuration. */
@Injectable()
export class ConfigValidatorService {
  constructor(
    @Inject(CONFIG_SCHEMAS) private readonly schemas: readonly SchemaDescription[],
    @Inject(RESOLVED_CONFIG_OPTIONS) private readonly options: ResolvedConfigValidatorOptions,
    @Inject(CHECKED_CONFIGURATION) private readonly atBoot: CheckedConfiguration,
    @Optional() @Inject(CLOCK) private readonly clock: Clock = systemClock,
  ) {}

  /** What the check at boot found. The injected schema instances hold what was read then. */
  report(): ValidationResult {
    return this.atBoot.result;
  }

  /** Checks the environment and its files as they are now. The injected schema instances stay as they are. */
  async validateEnvironment(): Promise<ValidationResult> {
    const { result } = await loadConfiguration(this.schemas, this.options, this.clock);
    return result;
  }

  /** Runs every kind of check there is. */
  async validateAll(): Promise<ValidationResult> {
    return this.validateEnvironment();
  }
}
