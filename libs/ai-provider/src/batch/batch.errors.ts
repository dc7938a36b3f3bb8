import { HydrogenError } from '@hydrogenai/common';
import { ERROR_RULES } from '../errors/error-rules.js';
import type { ErrorKind, ProviderFailure } from '../errors/error-kind.js';

export type BatchStep = 'submit' | 'status' | 'results' | 'cancel';

/** A provider's batch API could not do what was asked. It says the kind of the failure, and nothing in the provider's words. */
export class BatchFailedError extends HydrogenError {
  readonly kind: ErrorKind;

  constructor(
    readonly step: BatchStep,
    readonly provider: string,
    { kind, httpStatus, retryAfterMs }: ProviderFailure,
  ) {
    super(
      `Batch API of "${provider}": ${step} failed with ${kind}. ` +
        (step === 'submit' && !isCertain(kind)
          ? 'The batch may have been accepted all the same; look at the account before it is submitted again.'
          : 'Nothing was lost; the batch is as it was.'),
      {
        code: 'AI_BATCH_FAILED',
        httpStatus: 502,
        retryable: step !== 'submit' && ERROR_RULES[kind].retrySame,
        retryAfterMs,
        details: { step, provider, kind, ...(httpStatus === undefined ? {} : { status: httpStatus }) },
      },
    );
    this.kind = kind;
  }
}

/** Kinds with which a provider refuses; the others leave open whether it has accepted. */
const REFUSALS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'rate_limit',
  'quota',
  'auth',
  'permission',
  'model_not_found',
  'context_length',
  'content_filter',
  'bad_request',
]);

/** Whether a batch was certainly not accepted, so that submitting it elsewhere does not pay for it twice. */
export function isCertain(kind: ErrorKind): boolean {
  return REFUSALS.has(kind);
}

/** Results are asked for while the batch is still running. */
export class BatchNotReadyError extends HydrogenError {
  constructor(id: string) {
    super(`Batch "${id}" is still running: it has no results yet. Ask for its status until it has ended.`, {
      code: 'AI_BATCH_NOT_READY',
      httpStatus: 409,
      retryable: true,
    });
  }
}

/** No such batch, or none that this process can find. */
export class UnknownBatchError extends HydrogenError {
  constructor() {
    super(
      'Unknown batch: its id was not made here, its provider is not configured, or it was kept in the memory of a process ' +
        'that has gone. Configure "batch.store" to find batches of a process again.',
      { code: 'AI_BATCH_UNKNOWN', httpStatus: 404 },
    );
  }
}
