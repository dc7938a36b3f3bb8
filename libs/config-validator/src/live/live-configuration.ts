import { inspect } from 'node:util';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CLOCK, systemClock, type Clock } from '@hydrogenai/common';
import type { ResolvedConfigValidatorOptions } from '../config-validator.options.js';
import {
  CHECKED_CONFIGURATION,
  CONFIG_SCHEMAS,
  RESOLVED_CONFIG_OPTIONS,
} from '../config-validator.tokens.js';
import { finding, isOpen } from '../findings/finding.js';
import { summarize } from '../findings/summarize.policy.js';
import type { ValidationResult } from '../findings/validation-result.js';
import { UncheckedSchemaError } from '../features/unchecked-schema.error.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { SchemaClass } from '../schema/schema-metadata.js';
import type { StandardConfigSchema } from '../schema/standard-schema.js';
import { isStandardConfigSchema } from '../schema/standard-schema.js';
import type { CheckedConfiguration } from '../validation/check-configuration.js';
import { askedAtBoot, type ProbedConfiguration } from '../validation/boot-configuration.js';
import { ConfigurationInspection } from '../validation/inspect-configuration.js';
import { loadConfiguration, refuses } from '../validation/load-configuration.js';
import { carryOver } from './carry-over.js';
import { changedNames } from './changed-names.policy.js';
import type { Live } from './live-value.js';
import { configurationChanged, configurationRefused } from './live.facts.js';

/** What became of a reload. */
export interface ReloadOutcome {
  /** False: the new configuration was refused, and the old one applies. */
  readonly applied: boolean;
  /** Names of the variables that have another value now; empty when it was refused. */
  readonly changed: readonly string[];
  /** What the check of the new configuration found. */
  readonly result: ValidationResult;
}

/** Told the names of the variables that have another value now. */
export type ConfigurationListener = (changed: readonly string[]) => void;

/**
 * The configuration while the application runs. Injected schema instances are snapshots of the boot and never change;
 * who wants to see later values holds a `Live` handle: `this.ai = live.of(AiEnvironment)`, then `this.ai.current`.
 */
@Injectable()
export class LiveConfiguration {
  // Private to the language too, so that a print of a service that holds this shows no value.
  #now: ProbedConfiguration;
  private nowReport: ValidationResult;
  private lastReload: Promise<unknown> = Promise.resolve();
  private readonly listeners = new Set<ConfigurationListener>();

  constructor(
    @Inject(CONFIG_SCHEMAS) private readonly schemas: readonly SchemaDescription[],
    @Inject(RESOLVED_CONFIG_OPTIONS) private readonly options: ResolvedConfigValidatorOptions,
    @Inject(CHECKED_CONFIGURATION) atBoot: ProbedConfiguration,
    @Optional() @Inject(CLOCK) private readonly clock: Clock = systemClock,
  ) {
    this.#now = atBoot;
    this.nowReport = atBoot.result;
  }

  /** What was found about the configuration that applies; after a refused reload it says so (CFG-LIVE-001). */
  get report(): ValidationResult {
    return this.nowReport;
  }

  /** Everything that is known about the configuration that applies. */
  get checked(): CheckedConfiguration {
    return this.#now;
  }

  /**
   * A handle on the values of one schema.
   * @throws UncheckedSchemaError when the schema is not one of this application.
   */
  of<Values>(schema: SchemaClass<Values & object> | StandardConfigSchema<Values>): Live<Values> {
    const token = isStandardConfigSchema(schema) ? schema.token : schema;
    if (!this.#now.instances.has(token)) {
      throw new UncheckedSchemaError(isStandardConfigSchema(schema) ? schema.title : schema.name);
    }
    const read = (): Values => {
      // The check made it of this schema.
      return this.#now.instances.get(token) as Values;
    };
    return {
      get current() {
        return read();
      },
    };
  }

  /**
   * Reads the environment and its files again, checks everything and looks across settings. What `boot.failOn` refuses is
   * not applied; else all schemas change at once, before anybody is told. Nobody is asked: the report keeps what probes said
   * about variables that have not changed, and says of the others that they were not asked. Reloads run one after the other.
   */
  reload(): Promise<ReloadOutcome> {
    const next = this.lastReload.then(() => this.reloadNow());
    // The caller has the failure; the next reload has nothing to do with it.
    this.lastReload = next.catch(() => undefined);
    return next;
  }

  /** Calls the listener after each reload that changed something. @returns what takes it off again. */
  onChange(listener: ConfigurationListener): () => void {
    // A function of its own, so that the same listener may be added twice.
    const added: ConfigurationListener = (changed) => listener(changed);
    this.listeners.add(added);
    return () => this.listeners.delete(added);
  }

  /** What a print of whatever holds this shows: schemas may quote values in their texts. */
  toJSON(): { readonly health: string } {
    return { health: this.nowReport.health };
  }

  [inspect.custom](): string {
    return `LiveConfiguration ${JSON.stringify(this)}`;
  }

  private async reloadNow(): Promise<ReloadOutcome> {
    const checked = await loadConfiguration(this.schemas, this.options, this.clock);
    const changed = changedNames(this.#now.variables, checked.variables);
    const inspection = new ConfigurationInspection(this.schemas, this.options, this.clock, checked);
    const isAsked = askedAtBoot(this.options.bootProbes);
    const probed = carryOver(this.#now.probed, inspection, new Set(changed), isAsked);
    const result = inspection.resultOf(probed);
    if (refuses(this.options.failOn, result)) return this.refuse(result);
    this.#now = { ...checked, result, probed };
    this.nowReport = result;
    if (changed.length > 0) this.tell(changed);
    return { applied: true, changed, result };
  }

  private refuse(result: ValidationResult): ReloadOutcome {
    const refusing = [...result.errors, ...(this.options.failOn === 'warning' ? result.warnings : [])];
    const subjects = [...new Set(refusing.map(({ subject }) => subject))];
    const refused = finding('CFG-LIVE-001', {
      subject: 'configuration',
      problem: `A reload was refused because of ${subjects.join(', ')}; the configuration of before applies.`,
      action: 'Correct what is named there, and reload.',
    });
    this.nowReport = summarize([...this.#now.result.findings, refused]);
    configurationRefused.publish(() => ({
      findings: refusing.filter(isOpen).map(({ id, subject }) => ({ id, subject })),
    }));
    return { applied: false, changed: [], result };
  }

  /** A listener that throws keeps nobody from being told, and cannot undo the change; it is counted. */
  private tell(changed: readonly string[]): void {
    let failedListeners = 0;
    for (const listener of this.listeners) {
      try {
        listener(changed);
      } catch {
        failedListeners += 1;
      }
    }
    configurationChanged.publish(() => ({ changed, failedListeners }));
  }
}
