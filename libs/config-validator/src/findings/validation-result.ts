import type { Finding } from './finding.js';

/**
 * `unhealthy`: a critical check failed. `unknown`: none failed, and at least one could not be made. `degraded`: only
 * warnings. `healthy`: nothing but recommendations.
 */
export type ConfigurationHealth = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';

/** Everything that a validation saw, all at once. */
export interface ValidationResult {
  /** True when `errors` is empty. */
  readonly isValid: boolean;
  readonly health: ConfigurationHealth;
  /** Critical findings that failed or could not be determined. */
  readonly errors: readonly Finding[];
  /** Warnings that failed or could not be determined. */
  readonly warnings: readonly Finding[];
  /** Recommendations that failed or could not be determined. */
  readonly recommendations: readonly Finding[];
  /** All findings, those that passed or were skipped too. */
  readonly findings: readonly Finding[];
}
