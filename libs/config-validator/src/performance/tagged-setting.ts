import type { SettingName } from './setting-name.js';

/** What a variable means. */
export interface TaggedSetting {
  readonly name: SettingName;
  /** What the value is multiplied with to get the setting's unit: 1,000 for a variable in seconds. Default: 1. */
  readonly times?: number;
}
