import { factChannel } from '@hydrogenai/common';
import type { LimitKind } from './limit-kind.js';

/** Something that admission did to a request, or learned. Requests that were let through at once are not told. */
export type AdmissionFact =
  | {
      readonly event: 'waited' | 'refused';
      readonly lane: string;
      /** How long it stood in line, in ms; 0: it was turned away at once. */
      readonly waitedMs: number;
    }
  /** A provider's headers tell another limit than before. */
  | { readonly event: 'learned'; readonly lane: string; readonly limit: LimitKind; readonly value: number };

/** Facts of admission: `hydrogenai:ai-provider.admission`. Nothing is built without a subscriber. */
export const aiAdmission = factChannel<AdmissionFact>('ai-provider.admission');
