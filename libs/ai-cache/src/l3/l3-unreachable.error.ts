import { HydrogenError } from '@hydrogenai/common';
import type { TierFailure } from '../guard/call-guard.js';

const WORDS: Readonly<Record<TierFailure, string>> = {
  deadline: 'did not answer in time',
  connection: 'could not be reached',
  reply: 'refused a read',
};

/** The third tier cannot be used at start. What the store said is not carried on: it may hold addresses and passwords. */
export class L3UnreachableError extends HydrogenError {
  constructor(failure: TierFailure) {
    super(
      `l3: the store ${WORDS[failure]}. Start it, correct its address, credentials and table, or set "l3.required" to false ` +
        'to start without it.',
      { code: 'CACHE_L3_UNREACHABLE', details: { failure } },
    );
  }
}
