import type { HydrogenError } from '@hydrogenai/common';
import type { HttpException } from '@nestjs/common';
import type { LogMasker } from './log-masker.js';

export interface ErrorFilterOptions {
  /**
   * Says Nest's own exceptions in words of the application; `undefined` for those that it leaves to the filter, which tells
   * their status and nothing of their text. What an application wants to tell its callers, it throws as a `HydrogenError`.
   */
  readonly translate?: ((exception: HttpException) => HydrogenError | undefined) | undefined;
  /** Lets the log have the messages of foreign errors, masked. Default: none, and only their place is logged. */
  readonly masker?: LogMasker | undefined;
  /** Response header that holds the correlation id. Default: `x-correlation-id`. */
  readonly correlationHeader?: string | undefined;
}
