import 'reflect-metadata';
import { InvalidOptionError } from '@hydrogenai/common';
import { lineageOf } from '../schema/describe-schema.js';
import type { SchemaClass } from '../schema/schema-metadata.js';
import { textProperty } from '../schema/text-property.js';
import { isSettingName, type SettingName } from './setting-name.js';

export interface SettingOptions {
  /** What the value is multiplied with to get the setting's unit: 1,000 for a variable in seconds. Default: 1. */
  readonly times?: number;
}

export interface TaggedSetting {
  readonly property: string;
  readonly name: SettingName;
  readonly times: number;
}

// Kept on the class itself, so that nothing is shared between schemas or applications.
const TAGGED = Symbol('hydrogenai:config:settings');

/**
 * Says what a variable means, so that the rules that look across settings can use it:
 * `@Env('AI_TIMEOUT_MS') @Setting('ai.deadlineMs') timeoutMs = 30_000`. Durations such as `'5m'` are understood for names
 * that end in `Ms`.
 * @throws InvalidOptionError when the class is defined: an unknown name, a factor that is not positive.
 */
export function Setting(name: SettingName, { times = 1 }: SettingOptions = {}): PropertyDecorator {
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
    const own = ownSettings(target.constructor);
    Reflect.defineMetadata(TAGGED, [...own, { property, name, times }], target.constructor);
  };
}

/** Those of the class and of the classes that it extends. */
export function settingsOf(schema: SchemaClass): readonly TaggedSetting[] {
  return lineageOf(schema).flatMap((one) => ownSettings(one));
}

function ownSettings(schema: object): readonly TaggedSetting[] {
  // Only `Setting` writes this key.
  return (Reflect.getOwnMetadata(TAGGED, schema) as readonly TaggedSetting[] | undefined) ?? [];
}
