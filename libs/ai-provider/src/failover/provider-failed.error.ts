import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { ProviderFailure } from '../errors/error-kind.js';

/** Carries a failure from an attempt to the executor. It never leaves the package. */
export class ProviderFailedError extends Error {
  constructor(
    readonly failure: ProviderFailure,
    /** Of an answer that came and is of no use: it was paid for all the same. */
    readonly usage?: LanguageModelV4Usage,
  ) {
    super(`attempt failed: ${failure.kind}`);
    this.name = 'ProviderFailedError';
  }
}
