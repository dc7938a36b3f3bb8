import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
import type { FindingException } from './findings/exceptions.policy.js';
import { isFindingId } from './findings/finding-catalogue.js';
import type { PerformanceRule } from './performance/performance-rule.js';
import type { EnvironmentLike } from './sources/env-layer.js';

/** From which findings on the application does not start. */
export type FailOn = 'critical' | 'warning' | 'never';

/** What the boot asks beyond the configuration itself. */
export type BootProbes = 'all' | 'services' | 'none';

export interface ConfigValidatorOptions {
  readonly boot?: {
    /**
     * How long all probes of a validation may take together, in ms; they run at the same time. 100 to 60,000. Default:
     * 3,000. A boot that is refused anyway waits at most 500.
     */
    readonly budgetMs?: number;
    /**
     * Which probes the boot waits for. `services`: what the application runs on, and no provider. `none`: the boot asks
     * nobody, and works without a network. Default: `all`.
     */
    readonly probes?: BootProbes;
    /**
     * `critical`: errors refuse the boot. `warning`: warnings too. `never`: the application starts whatever was found;
     * values that could not be read are then their default, or undefined. Default: `critical`.
     */
    readonly failOn?: FailOn;
  };
  /** Findings that are accepted until a day. Default: none. */
  readonly ignore?: readonly FindingException[];
  /** Rules of your own that look across settings, made by `ownPerformanceRule()`, beside ours. Default: none. */
  readonly performanceRules?: readonly PerformanceRule[];
  /** Where variables are looked up first. Default: `process.env`. */
  readonly env?: EnvironmentLike;
  /**
   * Files of `NAME=value` lines, read with Node's own parser. `env` has precedence over all of them, and an earlier file
   * over a later one. One that does not exist is left out. Relative paths start at the working directory. Default: none.
   */
  readonly envFiles?: readonly string[];
}

export interface ResolvedConfigValidatorOptions {
  readonly failOn: FailOn;
  readonly budgetMs: number;
  readonly bootProbes: BootProbes;
  readonly ignore: readonly FindingException[];
  readonly performanceRules: readonly PerformanceRule[];
  /** The environment. A function, so that whoever prints the options, or what holds them, prints no value. */
  readonly env: () => EnvironmentLike;
  readonly envFiles: readonly string[];
}

/**
 * Fills in the defaults.
 * @throws InvalidOptionError naming the field, the accepted range and what was received (never a value of `env`).
 */
export function resolveConfigValidatorOptions(
  options: ConfigValidatorOptions,
): ResolvedConfigValidatorOptions {
  const { boot = {}, ignore = [], performanceRules = [], env = process.env, envFiles = [] } = options;
  const { failOn = 'critical', probes = 'all' } = boot;
  const budgetMs = wholeNumber(boot.budgetMs ?? 3_000, 'boot.budgetMs', 100, 60_000);
  demand(PROBES.has(probes), 'boot.probes', 'all, services or none', probes);
  demand(FAIL_ON.has(failOn), 'boot.failOn', 'critical, warning or never', failOn);
  demand(typeof env === 'object' && env !== null, 'env', 'an object of variables', env, true);
  demand(Array.isArray(envFiles), 'envFiles', 'a list of paths', envFiles);
  envFiles.forEach((file, index) => {
    demand(isText(file), `envFiles[${index}]`, 'a path', file);
  });
  demand(Array.isArray(ignore), 'ignore', 'a list of exceptions', ignore);
  ignore.forEach((exception, index) => demandException(exception, `ignore[${index}]`));
  demand(Array.isArray(performanceRules), 'performanceRules', 'a list of rules', performanceRules);
  performanceRules.forEach((rule, index) => {
    demand(isRule(rule), `performanceRules[${index}]`, 'what ownPerformanceRule() made', rule);
  });
  return { failOn, budgetMs, bootProbes: probes, ignore, performanceRules, env: () => env, envFiles };
}

const PROBES: ReadonlySet<string> = new Set<BootProbes>(['all', 'services', 'none']);
const FAIL_ON: ReadonlySet<string> = new Set<FailOn>(['critical', 'warning', 'never']);

function demandException({ id, subject, until, reason }: FindingException, field: string): void {
  demand(typeof id === 'string' && isFindingId(id), `${field}.id`, 'an id of the finding table', id);
  demand(subject === undefined || isText(subject), `${field}.subject`, 'a name', subject);
  demand(isDay(until), `${field}.until`, 'a day as YYYY-MM-DD', until);
  demand(isText(reason), `${field}.reason`, 'a sentence', reason);
}

function isRule(rule: unknown): boolean {
  return typeof rule === 'object' && rule !== null && 'check' in rule && 'id' in rule && 'needs' in rule;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(value);
  // The 31st of a shorter month is read as a day of the next one.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function demand(holds: boolean, field: string, accepted: string, received: unknown, secret = false): void {
  if (!holds) throw new InvalidOptionError({ field, accepted, received, secret });
}
