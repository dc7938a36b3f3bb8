import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { plainOf } from '../record/coded-value.js';
import { RecordCodec } from '../record/record.codec.js';
import { resolveEncryption } from './encryption.options.js';

/** Written before keyrings moved to `@hydrogenai/security`. They show that records of older processes are still read. */
const RECORDS = {
  acme: 'aHlkAgIABATIprM5mgbBMAGbdtqoAAGbdtqr6AGbdtqv0AAAAAAAAQAAACIAAAA+AAAAAGdvbGRsaWZl/X4LfSVvaPW5mJpQkk4A4/EABfW5niIyhvSDMfRKTJeo0td0b9qCC8f6DxrrLjDf3cVcev/KralJ54bcsmZRhvMD',
  nobody:
    'aHlkAgIABATG0SzJs/TPTAGbdtqoAAGbdtqr6AGbdtqv0AAAAAAAAQAAACIAAAA+AAAAAGdvbGRsaWZlGeF6LfENckwoRQ5w3c8XKKBs0uDvIV5kY+Ek9RHcPu854n1P6pnnyeZMuSOOwtnoqSvQaWXzSegwixA0qVvtOLF0',
};
const NAME = 'QcQZ60cNIRAae6B_Pv4dgf5iXUkXg6Q_tri8GyVrc3g';
const secret = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 1);

describe('a record of an older process', () => {
  const keyring = resolveEncryption({ keys: [{ id: 'gold', secret }] });
  const codec = new RecordCodec(keyring, new FakeClock());

  it.each([
    ['acme', 'p:2:{acme}:exact:answers:abc', RECORDS.acme],
    [undefined, 'p:2:{-}:exact:answers:abc', RECORDS.nobody],
  ])('of tenant %s is read', (tenant, key, record) => {
    const read = codec.read({ key, tenant, namespace: 'answers' }, 'l2', Buffer.from(record, 'base64'));
    expect(read.kind === 'record' && plainOf(read.body.value)).toEqual({ text: 'golden' });
  });

  it('has the name that it had', () => {
    expect(keyring.nameOf('identity')).toBe(NAME);
  });
});
