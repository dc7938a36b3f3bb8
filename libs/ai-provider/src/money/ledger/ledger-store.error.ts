import { HydrogenError } from '@hydrogenai/common';

/** The store of the ledger did not answer in time; whether it has the batch is not known, so it is sent again. */
export class LedgerStoreError extends HydrogenError {
  constructor(deadlineMs: number) {
    super(`The store of the ledger gave no answer within ${deadlineMs} ms. The batch is sent again.`, {
      code: 'AI_LEDGER_STORE_LATE',
      httpStatus: 503,
      retryable: true,
    });
  }
}
