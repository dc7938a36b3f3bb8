import type { FailOn } from '../config-validator.options.js';
import type { ValidationResult } from '../findings/validation-result.js';

/** Everything that a report of `doctor` is made of. It holds names and rules, never a value. */
export interface DoctorReport {
  readonly result: ValidationResult;
  /** How long it took, in ms. */
  readonly ms: number;
  /** When it began, in ms since 1970. */
  readonly at: number;
  /** From which findings on it counts as failed. */
  readonly failOn: Exclude<FailOn, 'never'>;
  readonly exitCode: number;
  /** Of this package. */
  readonly version: string;
  /** The module that declares the schemas: where a finding of the environment is shown. */
  readonly declaredIn: string;
  /** Where relative paths of findings start. */
  readonly folder: string;
  /** What paths in formats for programs are relative to: the checkout. */
  readonly root: string;
}
