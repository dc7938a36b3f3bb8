import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { sealValue } from '../json/sealed-value.js';
import { codeValue } from './coded-value.js';
import { cacheRecordRejected } from './record-facts.js';
import { RecordCodec } from './record.codec.js';
import { TierRecordCodec, type TierRecord } from './tier-record.codec.js';

const clock = new FakeClock();
const codec = new RecordCodec(undefined, clock);
const place = { key: 'k', tenant: undefined, namespace: 'answers' };
const record: TierRecord = {
  sealed: sealValue({ text: 'an answer' }),
  createdAtMs: clock.now(),
  expiresAtMs: clock.now() + 1_000,
  stamp: { life: '1234567890123456', n: 7 },
  tags: ['t:abc'],
};

describe('records in the words of the engine', () => {
  const tier = new TierRecordCodec(codec, 'l2');

  it('come back with what was said and with what it means to say nothing', () => {
    expect(tier.read(place, tier.write(place, record))).toEqual({
      kind: 'record',
      record: {
        ...record,
        softExpiryMs: record.expiresAtMs,
        costSavedMicros: 0,
        savedMs: 0,
        recordId: expect.stringMatching(/^[\w-]{11}$/),
      },
    });
    const all = { softExpiryMs: clock.now() + 10, costSavedMicros: 5, savedMs: 6, recordId: 'AAAAAAAAAAA' };
    expect(tier.read(place, tier.write(place, { ...record, ...all }))).toEqual({
      kind: 'record',
      record: { ...record, ...all },
    });
  });

  it('are unreadable with the reason and the tier, and bytes are of another engine', () => {
    using rejected = collectFacts(cacheRecordRejected);
    expect(tier.read(place, Buffer.from('hyd1|'))).toEqual({ kind: 'unreadable', reason: 'version' });
    expect(rejected.facts).toEqual([{ namespace: 'answers', tier: 'l2', reason: 'version' }]);
    const times = { createdAtMs: clock.now(), softExpiryMs: clock.now() + 1, hardExpiryMs: clock.now() + 1 };
    const fields = { ...times, life: '', asOf: 0, tags: [], costSavedMicros: 0, savedMs: 0 };
    const bytes = codec.write(place, fields, codeValue(new Uint8Array([1])));
    expect(tier.read(place, bytes)).toEqual({ kind: 'unreadable', reason: 'unknown-codec' });
  });
});
