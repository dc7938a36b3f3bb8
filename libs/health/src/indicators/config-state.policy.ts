import type { ConfigurationHealth } from '@hydrogenai/config-validator';
import type { HealthState } from '../report/health-state.js';

/** The health of a configuration report in the words of a check. */
export const CONFIG_STATES: Readonly<Record<ConfigurationHealth, HealthState>> = {
  healthy: 'up',
  degraded: 'degraded',
  unhealthy: 'down',
  unknown: 'unknown',
};
