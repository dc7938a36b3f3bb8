import { ValidateBy } from 'class-validator';
import { accessEntry } from './access-entry.policy.js';
import { DEMO_ROLE_NAMES } from './demo.roles.js';

/** Accepts callers as `name:role:hash`, each name and each key once. */
export function IsAccessEntries(): PropertyDecorator {
  return ValidateBy({
    name: 'isAccessEntries',
    validator: {
      validate: (entries: unknown) => Array.isArray(entries) && areAccessEntries(entries),
      defaultMessage: () =>
        `The value must be a list of name:role:hash, each name and each key once, role one of ${DEMO_ROLE_NAMES.join(', ')}; npm run access-key makes one.`,
    },
  });
}

function areAccessEntries(entries: readonly unknown[]): boolean {
  const callers = entries.map(accessEntry).filter((caller) => caller !== undefined);
  const apart = (of: (caller: (typeof callers)[number]) => string): boolean =>
    new Set(callers.map(of)).size === entries.length;
  return callers.length === entries.length && apart(({ id }) => id) && apart(({ hash }) => hash);
}
