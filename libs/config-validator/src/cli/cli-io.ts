import type { EnvironmentLike } from '../sources/env-layer.js';
import type { PerformTask } from './worker/task.js';

/** Where text goes. */
export interface CliStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** What the command touches of the process that it runs in. */
export interface CliIo {
  readonly stdout: CliStream;
  readonly stderr: CliStream;
  /** For colours, the locale and the checkout. */
  readonly env: EnvironmentLike;
  /** The folder of the application. */
  readonly cwd: string;
  readonly perform: PerformTask;
}
