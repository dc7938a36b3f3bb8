import { Inject, Injectable, Optional } from '@nestjs/common';
import { CLOCK, systemClock, type Clock } from '@hydrogenai/common';
import type { ResolvedConfigValidatorOptions } from './config-validator.options.js';
import { CONFIG_SCHEMAS, RESOLVED_CONFIG_OPTIONS } from './config-validator.tokens.js';
import type { ValidationResult } from './findings/validation-result.js';
import { LiveConfiguration, type ReloadOutcome } from './live/live-configuration.js';
import type { SchemaDescription } from './schema/schema-description.js';
import { loadConfiguration } from './validation/load-configuration.js';

/** Answers what is known about the configuration. */
@Injectable()
export class ConfigValidatorService {
  constructor(
    @Inject(CONFIG_SCHEMAS) private readonly schemas: readonly SchemaDescription[],
    @Inject(RESOLVED_CONFIG_OPTIONS) private readonly options: ResolvedConfigValidatorOptions,
    @Inject(LiveConfiguration) private readonly live: LiveConfiguration,
    @Optional() @Inject(CLOCK) private readonly clock: Clock = systemClock,
  ) {}

  /** What was found about the configuration that applies: that of the boot, or of the last reload that was not refused. */
  report(): ValidationResult {
    return this.live.report;
  }

  /**
   * Reads everything again and applies it, unless it is refused. Handles of `LiveConfiguration` see the new values; the
   * injected schema instances stay as they are.
   */
  reload(): Promise<ReloadOutcome> {
    return this.live.reload();
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
