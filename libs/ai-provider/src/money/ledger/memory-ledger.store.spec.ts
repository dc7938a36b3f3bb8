import { describe, it } from 'vitest';
import { LEDGER_STORE_CONTRACT } from '../testing/ledger-store.contract.js';
import { MemoryLedgerStore } from './memory-ledger.store.js';

describe('MemoryLedgerStore', () => {
  it.each(LEDGER_STORE_CONTRACT)('$name', ({ check }) => check(() => new MemoryLedgerStore()));
});
