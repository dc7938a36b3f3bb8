import { InvalidOptionError } from '@hydrogenai/common';
import {
  performanceRule,
  type NameOf,
  type PerformanceRule,
  type RuleBreach,
  type RuleValues,
} from './performance-rule.js';
import { isSettingName, type SettingName } from './setting-name.js';

export interface OwnPerformanceRuleOptions<Needs extends SettingName, Uses extends SettingName> {
  /** Settings without which the rule is not asked. The first is what its finding is about. */
  readonly needs: readonly [Needs, ...Needs[]];
  /** Settings that it uses when they are known. Default: none. */
  readonly uses?: readonly Uses[];
  /**
   * `undefined` when everything fits; else what does not and what to do, in sentences without values. `name` says who
   * tells a setting: the variable, the server behind it, this machine.
   */
  readonly check: (values: RuleValues<Needs, Uses>, name: NameOf) => RuleBreach | undefined;
}

/**
 * A rule of your own that looks across settings, for the option `performanceRules`. It reports `CFG-PERF-017`; one that
 * throws has determined nothing.
 * @throws InvalidOptionError for a setting that is not in `SETTINGS`, or without `needs`.
 */
export function ownPerformanceRule<const Needs extends SettingName, const Uses extends SettingName = never>(
  rule: OwnPerformanceRuleOptions<Needs, Uses>,
): PerformanceRule {
  const settings: readonly unknown[] = [...rule.needs, ...(rule.uses ?? [])];
  const strange = settings.find((name) => !isSettingName(name));
  if (rule.needs.length === 0 || strange !== undefined) {
    throw new InvalidOptionError({
      field: 'ownPerformanceRule, "needs" and "uses"',
      accepted: 'names of the table of settings, at least one in "needs"',
      received: strange,
    });
  }
  return performanceRule({ ...rule, id: 'CFG-PERF-017' });
}
