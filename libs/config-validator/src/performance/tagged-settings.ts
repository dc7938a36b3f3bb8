import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';
import type { Finding } from '../findings/finding.js';
import type { SchemaDescription } from '../schema/describe-schema.js';
import type { SchemaClass } from '../schema/schema-metadata.js';
import { settingsOf, type TaggedSetting } from './setting.decorator.js';
import type { KnownSetting } from './known-settings.js';
import { isTextSetting } from './setting-name.js';

/** What the variables of these schemas say, defaults too. A value that is no number of the unit is not known. */
export function taggedSettings(
  schemas: readonly SchemaDescription[],
  instances: ReadonlyMap<SchemaClass, object>,
  findings: readonly Finding[],
): readonly KnownSetting[] {
  return schemas.flatMap(({ schema, variables }) => {
    const instance = instances.get(schema);
    if (instance === undefined) return [];
    const names = new Map(variables.map(({ property, name }) => [property, name]));
    return settingsOf(schema).flatMap((tag): readonly KnownSetting[] => {
      const variable = names.get(tag.property);
      const value = valueOf(Reflect.get(instance, tag.property), tag);
      if (variable === undefined || value === undefined) return [];
      const source = findings.find(({ subject, source }) => subject === variable && source)?.source;
      return [{ name: tag.name, value, from: 'variable', variable, source }];
    });
  });
}

function valueOf(value: unknown, { name, times }: TaggedSetting): number | string | undefined {
  if (isTextSetting(name)) return typeof value === 'string' ? value : undefined;
  const number = typeof value === 'string' && name.endsWith('Ms') ? durationMs(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number * times : undefined;
}

function durationMs(text: string): number | undefined {
  try {
    // A text in another form is what it throws for.
    return parseDuration(text as Duration, 'setting');
  } catch (error) {
    if (error instanceof InvalidOptionError) return undefined;
    throw error;
  }
}
