import { inspect } from 'node:util';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CLOCK, systemClock, type Clock } from '@hydrogenai/common';
import type { ResolvedConfigValidatorOptions } from './config-validator.options.js';
import { CONFIG_SCHEMAS, RESOLVED_CONFIG_OPTIONS } from './config-validator.tokens.js';
import { describeConfiguration, type ConfigurationDescription } from './describe/describe-configuration.js';
import type { Finding } from './findings/finding.js';
import type { ValidationResult } from './findings/validation-result.js';
import { LiveConfiguration, type ReloadOutcome } from './live/live-configuration.js';
import { probesOfKind } from './probes/probe-targets.js';
import type { SchemaDescription } from './schema/schema-description.js';
import type { CheckedConfiguration } from './validation/check-configuration.js';
import { ConfigurationInspection, type ProbeLimits } from './validation/inspect-configuration.js';
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

  /** Which variable has its value from where; no value that could be a secret. */
  describe(): ConfigurationDescription {
    return describeConfiguration(this.live.checked);
  }

  /** Checks the environment and its files as they are now. The injected schema instances stay as they are. */
  async validateEnvironment(): Promise<ValidationResult> {
    const { result } = await loadConfiguration(this.schemas, this.options, this.clock);
    return result;
  }

  /** Asks the services that schemas declare with `@Probe`: Redis, databases, HTTP, your own. */
  async validateServices(limits: ProbeLimits = {}): Promise<ValidationResult> {
    const inspection = await this.inspect();
    return inspection.result((await inspection.probe(probesOfKind('service'), limits)).findings);
  }

  /** Checks the form of every key of a provider (`@ApiKey`), and asks the provider whether it accepts it. */
  async validateAiProviders(limits: ProbeLimits = {}): Promise<ValidationResult> {
    const inspection = await this.inspect();
    const { findings } = await inspection.probe(probesOfKind('provider'), limits);
    return inspection.result(findings, this.ofKeys(inspection.checked));
  }

  /** Looks across settings (`@Setting`). Services are asked what they allow, and what else is the matter is not told. */
  async validatePerformanceSettings(limits: ProbeLimits = {}): Promise<ValidationResult> {
    const inspection = await this.inspect();
    const { known } = await inspection.probe(probesOfKind('service'), limits);
    return inspection.result(inspection.performance(known));
  }

  /** All of it: the environment, services, providers and what settings are together. */
  async validateAll(limits: ProbeLimits = {}): Promise<ValidationResult> {
    const inspection = await this.inspect();
    return inspection.resultOf(await inspection.probe(probesOfKind('service', 'provider'), limits));
  }

  private async inspect(): Promise<ConfigurationInspection> {
    const checked = await loadConfiguration(this.schemas, this.options, this.clock);
    return new ConfigurationInspection(this.schemas, this.options, this.clock, checked);
  }

  /** What the check of the environment said about variables that hold keys. */
  private ofKeys({ result, variables }: CheckedConfiguration): readonly Finding[] {
    const keys = new Set(
      variables.filter(({ variable }) => variable.apiKey !== undefined).map(({ variable }) => variable.name),
    );
    return result.findings.filter(({ subject }) => keys.has(subject));
  }

  /** What a print of whatever holds this shows: schemas may quote values in their texts. */
  toJSON(): { readonly health: string } {
    return { health: this.live.report.health };
  }

  [inspect.custom](): string {
    return `ConfigValidatorService ${JSON.stringify(this)}`;
  }
}
