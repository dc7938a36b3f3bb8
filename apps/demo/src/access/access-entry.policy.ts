import type { ApiKeyEntry } from '@hydrogenai/security';
import { DEMO_ROLE_NAMES } from './demo.roles.js';

const ENTRY = new RegExp(`^([A-Za-z0-9._-]{1,64}):(${DEMO_ROLE_NAMES.join('|')}):([A-Za-z0-9_-]{43})$`);

/** An entry of `ACCESS_KEYS`, `name:role:hash`. Undefined for what is none. */
export function accessEntry(text: unknown): ApiKeyEntry | undefined {
  const [, id, role, hash] = (typeof text === 'string' && ENTRY.exec(text)) || [];
  return id === undefined || role === undefined || hash === undefined
    ? undefined
    : { id, roles: [role], hash };
}
