import { generateApiKey, type ApiKeyEntry, type ShownOnce } from '@hydrogenai/security';
import type { DemoEnvironment } from '../config/demo.environment.js';
import { accessEntry } from './access-entry.policy.js';
import { DEMO_ROLE_NAMES, type DemoRole } from './demo.roles.js';

/** Injection token of the `AccessKeys`. */
export const ACCESS_KEYS = Symbol('ACCESS_KEYS');

/** Who may call the administrative endpoints. Only hashes are kept. */
export interface AccessKeys {
  readonly entries: readonly ApiKeyEntry[];
  /** Keys made for this start, one for each role, to be shown once; undefined where `ACCESS_KEYS` says who there is. */
  readonly generated: Readonly<Record<DemoRole, ShownOnce>> | undefined;
}

/** The configured callers, or one of each role with a key that nobody has used before. */
export function accessKeysOf({ accessKeys }: Pick<DemoEnvironment, 'accessKeys'>): AccessKeys {
  const entries = accessKeys.map(accessEntry).filter((entry) => entry !== undefined);
  return entries.length > 0 ? { entries, generated: undefined } : generatedKeys();
}

function generatedKeys(): AccessKeys {
  const made = DEMO_ROLE_NAMES.map((role) => ({ role, ...generateApiKey() }));
  return {
    entries: made.map(({ role, hash }) => ({ id: `demo-${role}`, roles: [role], hash })),
    // One for each role, as the type says.
    generated: Object.fromEntries(made.map(({ role, key }) => [role, key])) as Record<DemoRole, ShownOnce>,
  };
}
