import { durationOf } from '../coercion/duration.policy.js';
import type { CurrentValue } from '../validation/current-values.js';
import type { KnownSetting } from './known-settings.js';
import { isTextSetting } from './setting-name.js';
import type { TaggedSetting } from './tagged-setting.js';

/** What the variables say, defaults too. A value that is no number of the unit is not known. */
export function taggedSettings(values: readonly CurrentValue[]): readonly KnownSetting[] {
  return values.flatMap(({ variable, value, source }) =>
    variable.settings.flatMap((tag): readonly KnownSetting[] => {
      const known = valueOf(value, tag);
      if (known === undefined) return [];
      return [{ name: tag.name, value: known, from: 'variable', variable: variable.name, source }];
    }),
  );
}

function valueOf(value: unknown, { name, times = 1 }: TaggedSetting): number | string | undefined {
  if (isTextSetting(name)) return typeof value === 'string' ? value : undefined;
  const number = typeof value === 'string' && name.endsWith('Ms') ? durationOf(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number * times : undefined;
}
