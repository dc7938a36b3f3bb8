import { KeyvPostgres } from '@keyv/postgres';
import { systemClock } from '@hydrogenai/common';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type PostgresServer } from '../../../../test/support/postgres-server.js';
import { itIsASlowStore } from '../../../../test/support/slow-store.contract.js';
import { Absent } from '../entry/absent.js';
import { codeValue } from '../record/coded-value.js';
import { RecordCodec, type RecordPlace } from '../record/record.codec.js';
import { KeyvSlowStore } from './keyv.slow-store.js';
import { resolveL3, type L3Options } from './l3.options.js';
import { L3Store } from './l3.store.js';
import { L3UnreachableError } from './l3-unreachable.error.js';
import { quietClient } from './quiet-client.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const place: RecordPlace = {
  key: `p:2:{tenant}:exact:${'namespace-'.repeat(12)}:${'d'.repeat(43)}`,
  tenant: 'tenant',
  namespace: 'answers',
};

function adapter(uri = server.url): KeyvPostgres {
  return new KeyvPostgres({ uri, max: 4, Client: quietClient(Client) });
}

function tier(keyv: KeyvPostgres, more: Partial<L3Options> = {}) {
  const codec = new RecordCodec(undefined, systemClock);
  const options = resolveL3({ keyv, ...more });
  const store = new L3Store(new KeyvSlowStore(keyv), codec, systemClock, options);
  const nowMs = systemClock.now();
  const fields = {
    createdAtMs: nowMs,
    softExpiryMs: nowMs + 60_000,
    hardExpiryMs: nowMs + 60_000,
    life: '',
    asOf: 0,
    tags: ['ä'],
    costSavedMicros: 1,
    savedMs: 2,
  };
  const record = codec.write(place, fields, codeValue({ text: 'an answer' }));
  return { store, write: () => store.write(place.key, record, fields.hardExpiryMs) };
}

describe('@keyv/postgres as third tier, on a real server', () => {
  itIsASlowStore(() => new KeyvSlowStore(adapter()));
});

describe('the third tier on PostgreSQL', () => {
  it('outlives a crash of the server: misses, no error, the process stays, and its entries come back by themselves', async () => {
    const { store, write } = tier(adapter());
    await store.open();
    expect(await write()).toBe(true);
    // Reads at once leave several idle connections, each of which the server is about to break.
    await Promise.all(Array.from({ length: 4 }, () => store.read(place)));
    await server.restart();
    const answers = await Promise.all(Array.from({ length: 10 }, () => store.read(place)));
    expect(answers.every((answer) => answer === Absent || answer.body.tags[0] === 'ä')).toBe(true);
    await expect
      .poll(() => store.read(place), { timeout: 10_000 })
      .toMatchObject({
        body: { value: codeValue({ text: 'an answer' }), tags: ['ä'] },
      });
    await store.close(5_000);
  });

  it('misses after its deadline while the server does not get to it, and answers again afterwards', async () => {
    const keyv = adapter();
    const { store, write } = tier(keyv, { deadlineMs: 100 });
    await store.open();
    expect(await write()).toBe(true);
    // The one who locks keeps the connection busy for as long as the lock lasts.
    const lock = keyv.query('BEGIN; LOCK TABLE keyv IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(1.5); COMMIT');
    await expect.poll(() => store.read(place), { timeout: 5_000 }).toBe(Absent);
    expect(store.usage().errors.deadline).toBeGreaterThan(0);
    await lock;
    await expect.poll(() => store.read(place), { timeout: 10_000 }).not.toBe(Absent);
    await store.close(5_000);
  });

  it('refuses to start where no server listens, naming no address', async () => {
    const { store } = tier(adapter('postgres://postgres:canary@127.0.0.1:1/postgres'));
    const refusal: unknown = await store.open().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(L3UnreachableError);
    expect(String(refusal)).toContain('l3: the store could not be reached');
    expect(String(refusal)).not.toMatch(/canary|127\.0\.0\.1/);
    await store.close(5_000);
  });
});
