import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { InvalidOptionError, NotCanonicalError } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolveAiCacheOptions } from '../ai-cache.options.js';
import { AiCacheService } from '../ai-cache.service.js';
import { CacheTiers } from '../engine/cache-tiers.js';

const clock = new FakeClock();
const tiers = new CacheTiers(resolveAiCacheOptions({ clock, maxTtl: '10d' }));
const cache = new AiCacheService(tiers);
const { results, schemas } = cache;

let sources = 0;
let source = '';
let loads = 0;
let schema: unknown;
const load = (): unknown => {
  loads += 1;
  return schema;
};
const changes: unknown[] = [];
const onChange = (fact: unknown): unknown => changes.push(fact);

beforeAll(async () => {
  await tiers.onModuleInit();
  subscribe('hydrogenai:cache.schema-changed', onChange);
});
afterAll(async () => {
  unsubscribe('hydrogenai:cache.schema-changed', onChange);
  await tiers.onApplicationShutdown();
});
beforeEach(() => {
  source = `db${++sources}`;
  loads = 0;
  schema = { tables: [{ name: 'users', since: new Date(1), rows: 1n }], note: undefined };
});
afterEach(() => {
  changes.length = 0;
});

const count = async (): Promise<number> => {
  let runs = 0;
  await results.getOrRun({ source, statement: 'SELECT 1' }, () => ++runs);
  return runs;
};

describe('the schema of a source', () => {
  it('is loaded once for all who ask, with what JSON would lose, a copy for each', async () => {
    const found = await Promise.all(Array.from({ length: 50 }, () => schemas.getOrLoad(source, load)));
    expect(loads).toBe(1);
    for (const each of found) expect(each).toStrictEqual(schema);
    expect(new Set(found).size).toBe(50);
  });

  it('lives twice as long each time it is found unchanged, up to the bound', async () => {
    const options = { firstLife: '1m', longestLife: '5m' } as const;
    for (const minutes of [1, 2, 4, 5, 5]) {
      const before = loads;
      await schemas.getOrLoad(source, load, options);
      expect(loads).toBe(before + 1);
      clock.advance(minutes * 60_000 - 1);
      await schemas.getOrLoad(source, load, options);
      expect(loads).toBe(before + 1);
      clock.advance(1);
    }
  });

  it('lives shortly again when it has changed', async () => {
    const options = { firstLife: '1m' } as const;
    for (const minutes of [1, 2, 4]) {
      await schemas.getOrLoad(source, load, options);
      clock.advance(minutes * 60_000);
    }
    schema = { tables: [] };
    expect(await schemas.getOrLoad(source, load, options)).toEqual({ tables: [] });
    expect(loads).toBe(4);
    clock.advance(59_999);
    await schemas.getOrLoad(source, load, options);
    expect(loads).toBe(4);
    clock.advance(1);
    await schemas.getOrLoad(source, load, options);
    expect(loads).toBe(5);
  });

  it('takes the results with it when it changes, and only then; a fact names the source alone', async () => {
    await schemas.getOrLoad(source, load);
    expect([await count(), await count()]).toEqual([1, 0]);
    schema = { note: undefined, tables: [{ rows: 1n, since: new Date(1), name: 'users' }] };
    expect(await schemas.refresh(source, load)).toMatchObject({ change: 'unchanged' });
    expect(await count()).toBe(0);
    expect(changes).toEqual([]);
    schema = { tables: [{ name: 'users', since: new Date(2), rows: 1n }], note: undefined };
    expect(await schemas.refresh(source, load)).toEqual({ schema, change: 'changed' });
    expect(await count()).toBe(1);
    expect(changes).toEqual([{ source }]);
  });

  it('that is not known from before takes the results with it, too, without a fact', async () => {
    await count();
    expect(await schemas.refresh(source, load)).toMatchObject({ change: 'unknown' });
    expect(await count()).toBe(1);
    expect(changes).toEqual([]);
  });

  it('does not outlive a refresh that began while it was loaded', async () => {
    const [begun, loaded] = [Promise.withResolvers<void>(), Promise.withResolvers<unknown>()];
    const old = schemas.getOrLoad(source, () => {
      begun.resolve();
      return loaded.promise;
    });
    await begun.promise;
    schema = 'new';
    await schemas.refresh(source, load);
    loaded.resolve('old');
    expect(await old).toBe('old');
    expect(await schemas.getOrLoad(source, load)).toBe('new');
  });

  it('is loaded again after a failure', async () => {
    await expect(schemas.getOrLoad(source, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await schemas.getOrLoad(source, load)).toStrictEqual(schema);
  });

  it('must have a canonical form, and lives within bounds', async () => {
    await expect(schemas.getOrLoad(source, () => ({ canary: () => 1 }))).rejects.toThrow(NotCanonicalError);
    for (const options of [
      { firstLife: 0 },
      { firstLife: '2m', longestLife: '1m' },
      { longestLife: '11d' },
    ] as const)
      await expect(schemas.getOrLoad(source, load, options)).rejects.toThrow(InvalidOptionError);
    await expect(schemas.getOrLoad('a b', load)).rejects.toThrow(InvalidOptionError);
  });
});
