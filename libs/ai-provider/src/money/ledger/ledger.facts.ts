import { factChannel } from '@hydrogenai/common';

/** The store of the ledger failed, or works again. Nothing is lost in between as long as the process lives. */
export type LedgerFact =
  | { readonly event: 'store_lost' }
  | {
      readonly event: 'store_back';
      /** ms since it was lost. */
      readonly outageMs: number;
    };

/** Facts of the ledger: `hydrogenai:ai.ledger`. */
export const aiLedger = factChannel<LedgerFact>('ai.ledger');
