import type { FindingId } from '../findings/finding-catalogue.js';
import type { SettingName, SettingValue } from './setting-name.js';

/** What does not fit together, in sentences without values. */
export interface RuleBreach {
  readonly problem: string;
  readonly action: string;
}

/** Who says a setting: `AI_TIMEOUT_MS`, `the server behind REDIS_URL`, `this machine`. */
export type NameOf = (setting: SettingName) => string;

/** Values by name: those that a rule needs, and those that it uses when they are known. */
export type RuleValues<Needs extends SettingName, Uses extends SettingName> = {
  readonly [Name in Needs]: SettingValue<Name>;
} & { readonly [Name in Uses]?: SettingValue<Name> };

/** One rule that looks across settings, pure. */
export interface PerformanceRule {
  readonly id: FindingId;
  /** The first is what the finding is about. The rule is asked when all are known. */
  readonly needs: readonly SettingName[];
  readonly uses: readonly SettingName[];
  /** `undefined` when everything fits. */
  check(
    values: Readonly<Partial<Record<SettingName, number | string>>>,
    name: NameOf,
  ): RuleBreach | undefined;
}

/** Writes a rule with the types of the settings that it names. */
export function performanceRule<
  const Needs extends SettingName,
  const Uses extends SettingName = never,
>(rule: {
  readonly id: FindingId;
  readonly needs: readonly [Needs, ...Needs[]];
  readonly uses?: readonly Uses[];
  readonly check: (values: RuleValues<Needs, Uses>, name: NameOf) => RuleBreach | undefined;
}): PerformanceRule {
  return {
    id: rule.id,
    needs: rule.needs,
    uses: rule.uses ?? [],
    // Who asks has seen that all needs are known, and each value has the type of its setting.
    check: (values, name) => rule.check(values as RuleValues<Needs, Uses>, name),
  };
}
