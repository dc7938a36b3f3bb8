import { InvalidOptionError } from '@hydrogenai/common';
import { addFacet } from '../schema/schema-metadata.js';
import { textProperty } from '../schema/text-property.js';
import { isSettingName, type SettingName } from './setting-name.js';
import type { TaggedSetting } from './tagged-setting.js';

/**
 * Says what a variable means, so that the rules that look across settings can use it:
 * `@Env('AI_TIMEOUT_MS') @Setting('ai.deadlineMs') timeoutMs = 30_000`. Durations such as `'5m'` are understood for names
 * that end in `Ms`.
 * @throws InvalidOptionError when the class is defined: an unknown name, a factor that is not positive.
 */
export function Setting(
  name: SettingName,
  { times = 1 }: Pick<TaggedSetting, 'times'> = {},
): PropertyDecorator {
  return (target, key) => {
    const property = textProperty('@Setting', target, key);
    const field = `@Setting of ${target.constructor.name}.${property}`;
    if (!isSettingName(name)) {
      throw new InvalidOptionError({ field, accepted: 'a name of the table of settings', received: name });
    }
    if (typeof times !== 'number' || !Number.isFinite(times) || times <= 0) {
      throw new InvalidOptionError({
        field: `${field}, "times"`,
        accepted: 'a positive number',
        received: times,
      });
    }
    addFacet(target.constructor, property, { kind: 'setting', setting: { name, times } });
  };
}
