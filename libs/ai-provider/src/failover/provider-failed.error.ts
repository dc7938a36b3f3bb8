import type { ProviderFailure } from '../errors/error-kind.js';

/** Carries a failure from an attempt to the executor. It never leaves the package. */
export class ProviderFailedError extends Error {
  constructor(readonly failure: ProviderFailure) {
    super(`attempt failed: ${failure.kind}`);
    this.name = 'ProviderFailedError';
  }
}
