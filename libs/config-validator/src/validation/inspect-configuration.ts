import type { Clock } from '@hydrogenai/common';
import type { ResolvedConfigValidatorOptions } from '../config-validator.options.js';
import { applyExceptions } from '../findings/exceptions.policy.js';
import type { Finding } from '../findings/finding.js';
import { summarize } from '../findings/summarize.policy.js';
import type { ValidationResult } from '../findings/validation-result.js';
import { checkPerformance } from '../performance/check-performance.policy.js';
import type { KnownSetting } from '../performance/known-settings.js';
import { machineSettings } from '../performance/machine-settings.js';
import { PERFORMANCE_RULES } from '../performance/performance-rules.js';
import { taggedSettings } from '../performance/tagged-settings.js';
import {
  declaredTargets,
  skippedProbe,
  type AskedProbes,
  type DeclaredTargets,
} from '../probes/probe-targets.js';
import { runProbes } from '../probes/run-probes.executor.js';
import type { SchemaDescription } from '../schema/schema-description.js';
import type { CheckedConfiguration } from './check-configuration.js';
import { currentValues } from './current-values.js';
import { utcDay } from './utc-day.js';

/** How long probes may take. */
export interface ProbeLimits {
  /** All of them together, in ms; they run at the same time. Default: `boot.budgetMs`. */
  readonly budgetMs?: number;
  /** One of them, in ms. Default: the budget. */
  readonly timeoutMs?: number;
}

export interface Probed {
  readonly findings: readonly Finding[];
  /** What the servers said of their limits. */
  readonly known: readonly KnownSetting[];
}

/** What there is to find out about a configuration that has been read, beyond its own text. */
export class ConfigurationInspection {
  constructor(
    private readonly schemas: readonly SchemaDescription[],
    private readonly options: Pick<
      ResolvedConfigValidatorOptions,
      'budgetMs' | 'ignore' | 'performanceRules'
    >,
    private readonly clock: Clock,
    readonly checked: CheckedConfiguration,
  ) {}

  /** Asks services, providers or both, or some of them. */
  async probe(isAsked: AskedProbes, limits: ProbeLimits = {}): Promise<Probed> {
    const { targets, skipped, lookUp } = this.targets(isAsked);
    const { budgetMs = this.options.budgetMs, timeoutMs } = limits;
    const { findings, known } = await runProbes(targets, { budgetMs, timeoutMs, lookUp, clock: this.clock });
    return { findings: [...skipped, ...findings], known };
  }

  /** Looks across settings; what servers said of themselves is known too when they were asked before. */
  performance(probed: readonly KnownSetting[]): readonly Finding[] {
    const tagged = taggedSettings(currentValues(this.schemas, this.checked));
    const rules = [...PERFORMANCE_RULES, ...this.options.performanceRules];
    return checkPerformance([...tagged, ...probed, ...machineSettings()], rules);
  }

  /** Says of probes that they were not carried out, for that reason. */
  notAsked(isMeant: AskedProbes, because: string, action: string): readonly Finding[] {
    const { targets, skipped } = this.targets(isMeant);
    return [...skipped, ...targets.map((target) => skippedProbe(target, because, action))];
  }

  /** Everything: the check, what those said who were asked, and what settings are together. */
  resultOf({ findings, known }: Probed): ValidationResult {
    return this.result([...findings, ...this.performance(known)], this.checked.result.findings);
  }

  /** Findings of this inspection as a result, beside those of the check when they are given too. */
  result(found: readonly Finding[], before: readonly Finding[] = []): ValidationResult {
    const today = utcDay(this.clock.now());
    return summarize([...before, ...applyExceptions(found, this.options.ignore, today)]);
  }

  private targets(isAsked: AskedProbes): DeclaredTargets {
    const values = currentValues(this.schemas, this.checked);
    return declaredTargets(values, this.checked.result.findings, isAsked);
  }
}
