import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { Absent } from '../entry/absent.js';
import { codeValue } from '../record/coded-value.js';
import { RecordCodec, type RecordPlace } from '../record/record.codec.js';
import { cacheRecordRejected } from '../record/record-facts.js';
import { cacheL3State } from './l3-facts.js';
import { L3Store, type L3StoreOptions } from './l3.store.js';
import { L3UnreachableError } from './l3-unreachable.error.js';
import type { SlowStore } from './slow-store.js';

const place: RecordPlace = { key: 'p:2:{-}:exact:answers:abc', tenant: undefined, namespace: 'answers' };
const options: L3StoreOptions = {
  deadlineMs: 20,
  maxQueuedWrites: 10,
  maxQueuedBytes: 100_000,
  required: true,
  keepOpen: false,
};

/** A database in this process that can be broken in several ways. */
class Database implements SlowStore {
  readonly entries = new Map<string, Buffer>();
  trouble: 'none' | 'hung' | 'refused' = 'none';
  calls = 0;
  closed = 0;

  async get(key: string): Promise<Buffer | undefined> {
    await this.suffer();
    return this.entries.get(key);
  }

  async set(key: string, bytes: Buffer): Promise<void> {
    await this.suffer();
    this.entries.set(key, bytes);
  }

  async delete(key: string): Promise<void> {
    await this.suffer();
    this.entries.delete(key);
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  private async suffer(): Promise<void> {
    this.calls += 1;
    if (this.trouble === 'refused') throw new Error('connect ECONNREFUSED canary');
    if (this.trouble === 'hung') await new Promise(() => undefined);
  }
}

function setUp(more: Partial<L3StoreOptions> = {}) {
  const clock = new FakeClock();
  const database = new Database();
  const codec = new RecordCodec(undefined, clock);
  const store = new L3Store(database, codec, clock, { ...options, ...more });
  const hardExpiryMs = clock.now() + 10_000;
  const record = codec.write(
    place,
    {
      createdAtMs: clock.now(),
      softExpiryMs: clock.now() + 5_000,
      hardExpiryMs,
      life: '',
      asOf: 0,
      tags: [],
      costSavedMicros: 0,
      savedMs: 0,
    },
    codeValue('an answer'),
  );
  return { clock, database, store, record, write: () => store.write(place.key, record, hardExpiryMs) };
}

describe('the third tier', () => {
  it('answers with the record, its age and the time that remains, and not when that is over', async () => {
    const { clock, store, record, write } = setUp();
    expect(await store.read(place)).toBe(Absent);
    expect(await write()).toBe(true);
    clock.advance(4_000);
    const answer = await store.read(place);
    expect(answer).toMatchObject({
      ageMs: 4_000,
      remainingMs: 6_000,
      body: { value: { codec: 'json', value: 'an answer' } },
    });
    expect(answer !== Absent && answer.bytes.equals(record)).toBe(true);
    clock.advance(6_000);
    expect(await store.read(place)).toBe(Absent);
    expect(store.usage().unreadable).toBe(0);
  });

  it('serves what waits to be written, and nothing that waits to be deleted', async () => {
    const { database, store, write } = setUp();
    database.trouble = 'hung';
    const written = write();
    expect(await store.read(place)).not.toBe(Absent);
    const deleted = store.delete(place.key);
    expect(await store.read(place)).toBe(Absent);
    expect([await written, await deleted]).toEqual([false, false]);
  });

  it('takes a broken record for a miss, counts it and tells', async () => {
    const { database, store } = setUp();
    using rejected = collectFacts(cacheRecordRejected);
    database.entries.set(place.key, Buffer.from('{"value":1}'));
    expect(await store.read(place)).toBe(Absent);
    expect(store.usage().unreadable).toBe(1);
    expect(rejected.facts).toEqual([{ namespace: 'answers', tier: 'l3', reason: 'foreign' }]);
  });

  it.each([
    ['hung', 'deadline'],
    ['refused', 'connection'],
  ] as const)(
    'is a miss while its store is %s, is left alone then, and comes back by itself',
    async (trouble, failure) => {
      const { database, store, write } = setUp();
      await store.open();
      await write();
      using states = collectFacts(cacheL3State);
      database.trouble = trouble;
      for (let call = 0; call < 20; call++) expect(await store.read(place)).toBe(Absent);
      const { state, skipped, errors } = store.usage();
      expect(state).toBe('down');
      // On a busy machine a trial call may fall into the loop as well.
      expect(skipped + errors[failure]).toBe(20);
      expect(errors[failure]).toBeLessThan(10);
      expect(await write()).toBe(false);
      database.trouble = 'none';
      await expect.poll(() => store.read(place), { timeout: 3_000 }).not.toBe(Absent);
      expect(store.usage().state).toBe('up');
      expect(states.facts).toEqual([{ state: 'down', failure }, { state: 'up' }]);
    },
  );

  it('does not write what expired while it waited', async () => {
    const { clock, database, store, record } = setUp();
    expect(await store.write(place.key, record, clock.now())).toBe(false);
    expect(database.calls).toBe(0);
  });

  it('is bounded in bytes while its store hangs', async () => {
    const { database, store } = setUp({ maxQueuedBytes: 1_000, deadlineMs: 200 });
    database.trouble = 'hung';
    const large = Buffer.alloc(400);
    const answers = ['a', 'b', 'c', 'd'].map((key) => store.write(key, large, Number.MAX_SAFE_INTEGER));
    expect(store.usage()).toMatchObject({ queuedBytes: 800, queuedWrites: 2, droppedWrites: 2 });
    await Promise.all(answers);
    expect(store.usage()).toMatchObject({ queuedBytes: 0, queuedWrites: 0 });
  });

  it('refuses to start without its store, with a word on what to do and none of the store’s own', async () => {
    const { database, store } = setUp();
    database.trouble = 'refused';
    await expect(store.open()).rejects.toThrow(L3UnreachableError);
    await expect(store.open()).rejects.toThrow(/l3: the store could not be reached\. Start it/);
    await expect(store.open()).rejects.not.toThrow(/canary/);
  });

  it('starts without its store on demand', async () => {
    const { database, store } = setUp({ required: false });
    database.trouble = 'hung';
    await store.open();
    expect(await store.read(place)).toBe(Absent);
  });

  it('ends with its writes done and its store closed, or left open on demand', async () => {
    const { database, store, write } = setUp();
    void write();
    await store.close(1_000);
    expect(database.entries.size).toBe(1);
    expect(database.closed).toBe(1);
    const open = setUp({ keepOpen: true });
    await open.store.close(1_000);
    expect(open.database.closed).toBe(0);
  });

  it('ends in time when its store hangs', async () => {
    const { database, store, write } = setUp({ deadlineMs: 10_000 });
    database.trouble = 'hung';
    void write();
    await store.close(10);
    expect(database.closed).toBe(1);
  });
});
