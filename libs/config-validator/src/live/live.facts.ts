import { factChannel } from '@hydrogenai/common';

/** A reloaded configuration applies. Names of variables, never values. */
export interface ConfigurationChanged {
  readonly changed: readonly string[];
  /** How many listeners threw. */
  readonly failedListeners: number;
}

/** A reloaded configuration was refused, and the old one applies. */
export interface ConfigurationRefused {
  readonly findings: readonly { readonly id: string; readonly subject: string }[];
}

/** `hydrogenai:config.changed` */
export const configurationChanged = factChannel<ConfigurationChanged>('config.changed');
/** `hydrogenai:config.refused` */
export const configurationRefused = factChannel<ConfigurationRefused>('config.refused');
