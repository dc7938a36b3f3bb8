import type { Roles } from '@hydrogenai/security';

const SEE = ['providers:read', 'usage:read', 'cache:read', 'limits:read', 'config:read'] as const;

/** Who may do what with the administrative endpoints. Questions are for everybody. */
export const DEMO_ROLES = {
  viewer: SEE,
  operator: [...SEE, 'providers:switch', 'providers:drain', 'cache:invalidate'],
  auditor: ['audit:read', 'config:read'],
} as const satisfies Roles;

export type DemoRole = keyof typeof DEMO_ROLES;

// The keys of the object are exactly these names.
export const DEMO_ROLE_NAMES = Object.keys(DEMO_ROLES) as readonly DemoRole[];
