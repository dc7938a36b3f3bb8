import type { FindingSource } from '../findings/finding.js';
import { isSettingName, type SettingFacts, type SettingName } from './setting-name.js';

/** One thing that is known of settings, and who said it. */
export interface KnownSetting {
  readonly name: SettingName;
  readonly value: number | string;
  /** `variable`: it is the variable's value. `server`: what the variable names said it. `machine`: this machine. */
  readonly from: 'variable' | 'server' | 'machine';
  /** Name of the variable; absent for `machine`. */
  readonly variable?: string | undefined;
  readonly source?: FindingSource | undefined;
}

export type SettingOrigin = Omit<KnownSetting, 'name' | 'value'>;

/** The facts, each with its origin. */
export function knownFrom(facts: SettingFacts, origin: SettingOrigin): readonly KnownSetting[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    isSettingName(name) && isValue(value) ? [{ name, value, ...origin }] : [],
  );
}

function isValue(value: unknown): value is number | string {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}
