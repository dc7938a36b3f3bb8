import type { FailOn } from '../../config-validator.options.js';
import type { ConfigurationDescription } from '../../describe/describe-configuration.js';
import type { ValidationResult } from '../../findings/validation-result.js';

/** What the module that declares the configuration is needed for. It travels into a worker, so it is plain data. */
export type Task = {
  /** The module, an absolute path. */
  readonly file: string;
  /** The folder of the application. */
  readonly folder: string;
  /** Instead of those that the configuration names. Default: those. */
  readonly envFiles?: readonly string[] | undefined;
} & (
  | {
      readonly kind: 'doctor';
      readonly offline: boolean;
      readonly only?: readonly string[] | undefined;
      readonly budgetMs?: number | undefined;
    }
  | { readonly kind: 'print' }
  | { readonly kind: 'schema'; readonly format: SchemaFormat }
);

export const SCHEMA_FORMATS = ['json', 'env', 'markdown'] as const;
export type SchemaFormat = (typeof SCHEMA_FORMATS)[number];

/** What became of it; plain data too. */
export type TaskAnswer =
  | {
      readonly kind: 'doctor';
      readonly result: ValidationResult;
      /** How long the checks took, in ms. */
      readonly ms: number;
      /** As the configuration says it. */
      readonly failOn: FailOn;
    }
  | { readonly kind: 'print'; readonly description: ConfigurationDescription }
  | { readonly kind: 'schema'; readonly text: string }
  | {
      readonly kind: 'fault';
      /** `usage`: the declared configuration is wrong. `internal`: we are. */
      readonly whose: 'usage' | 'internal';
      readonly message: string;
    };

export type PerformTask = (task: Task) => Promise<TaskAnswer>;
