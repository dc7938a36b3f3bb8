import type { Finding } from '../findings/finding.js';
import type { ReadVariable } from './read-variable.js';

/** What became of one schema. */
export interface CheckedSchema {
  /** Frozen. A value that could not be read is the default, or undefined. */
  readonly instance: unknown;
  readonly findings: readonly Finding[];
  readonly variables: readonly ReadVariable[];
}
