import { InvalidOptionError, runInContext } from '@hydrogenai/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AiCacheService } from '../ai-cache.service.js';
import { resolveAiCacheOptions } from '../ai-cache.options.js';
import { CacheTiers } from '../engine/cache-tiers.js';
import { ValueNotCacheableError } from '../json/value-not-cacheable.error.js';
import type { ResultQuery } from './result-query.js';

const tiers = new CacheTiers(resolveAiCacheOptions());
const { results } = new AiCacheService(tiers);

beforeAll(() => tiers.onModuleInit());
afterAll(() => tiers.onApplicationShutdown());

let sources = 0;
/** A source that no other test asks, and queries of it that count how often they run. */
function newSource() {
  const source = `db${++sources}`;
  let runs = 0;
  const run = async (query: Partial<ResultQuery<number>> = {}): Promise<number> =>
    results.getOrRun({ source, statement: 'SELECT 1', ...query }, () => ++runs);
  return { source, run };
}

describe('results of queries', () => {
  it('are found again, however the statement is laid out', async () => {
    const { run } = newSource();
    expect(await run({ statement: 'SELECT *  FROM t' })).toBe(1);
    expect(await run({ statement: ' SELECT *\n FROM t' })).toBe(1);
    expect(await run({ statement: 'SELECT *  FROM t', verbatim: true })).toBe(2);
  });

  it('are apart for parameters of another type, order or content', async () => {
    const { run } = newSource();
    const parameters = [
      [1],
      ['1'],
      [1n],
      [true],
      [null],
      [undefined],
      [],
      [1, 2],
      [2, 1],
      [new Date(1)],
      [new Date(2)],
      [Buffer.from('a')],
      [Buffer.from('b')],
      { id: 1 },
      [{ id: 1 }],
    ];
    const first: number[] = [];
    for (const each of parameters) first.push(await run({ parameters: each }));
    expect(new Set(first).size).toBe(parameters.length);
    const second: number[] = [];
    for (const each of parameters) second.push(await run({ parameters: structuredClone(each) }));
    expect(second.filter((result) => !first.includes(result))).toHaveLength(2); // clones of Buffers are Uint8Arrays
  });

  it('are apart for another source, epoch and tenant', async () => {
    const [left, right] = [newSource(), newSource()];
    expect([await left.run(), await right.run()]).toEqual([1, 1]);
    expect([await left.run({ epoch: 1 }), await left.run({ epoch: '1' })]).toEqual([2, 3]);
    expect(await runInContext({ correlationId: 'c', tenant: 'a' }, () => left.run())).toBe(4);
    expect(await left.run()).toBe(1);
  });

  it('keep dates, bytes and missing values, and are nobody else’s', async () => {
    const rows = [
      { id: 7n, at: new Date(5), bytes: Buffer.from([1, 2]), gone: undefined, score: Number.NaN },
    ];
    const query = { source: newSource().source, statement: 'SELECT *' };
    const made = await results.getOrRun(query, () => rows);
    made[0]?.at.setTime(0);
    made.pop();
    const { result, hit } = await results.resolve<typeof rows>(query, () => expect.unreachable());
    expect(result).toStrictEqual(rows);
    expect(hit).toMatchObject({ kind: 'exact', tier: 'l1' });
  });

  it('of concurrent callers are one run', async () => {
    const { run } = newSource();
    expect(await Promise.all(Array.from({ length: 100 }, () => run()))).toEqual(
      Array.from({ length: 100 }, () => 1),
    );
  });

  it('are gone with their table, their source or their tag, and no others', async () => {
    const { run, source } = newSource();
    const other = newSource();
    const users = { statement: 'u', tables: ['Users'] };
    const both = { statement: 'b', tables: ['users', 'orders'] };
    const orders = { statement: 'o', tables: ['orders'], tags: (n: number) => [`run:${n}`] };
    const all = async (): Promise<number[]> => [await run(users), await run(both), await run(orders)];
    await other.run(users);
    expect(await all()).toEqual([1, 2, 3]);
    expect(await results.invalidateTables(source, ['USERS'])).toMatchObject({ reached: 'everyone' });
    expect(await all()).toEqual([4, 5, 3]);
    await results.invalidateSource(source);
    expect(await all()).toEqual([6, 7, 8]);
    expect(await other.run(users)).toBe(1);
  });

  it('are not kept when their table changes while they are read', async () => {
    const { source } = newSource();
    const query = { source, statement: 's', tables: ['t'] };
    await results.getOrRun(query, async () => {
      await results.invalidateTables(source, ['t']);
      return 'old';
    });
    expect(await results.getOrRun(query, () => 'new')).toBe('new');
  });

  it('are kept only when the caller says so', async () => {
    const query = { source: newSource().source, statement: 's' };
    const store = (rows: { at: Date }[]): boolean =>
      rows.every(({ at }) => at instanceof Date) && rows.length > 0;
    expect(await results.getOrRun(query, (): { at: Date }[] => [], { store })).toEqual([]);
    await results.getOrRun(query, () => [{ at: new Date(1) }], { store });
    expect(await results.getOrRun(query, () => [], { store })).toEqual([{ at: new Date(1) }]);
  });

  it('of classes, and queries that cannot be keys, are refused without showing them', async () => {
    class Row {}
    const { run, source } = newSource();
    await expect(results.getOrRun({ source, statement: 's' }, () => [new Row()])).rejects.toThrow(
      ValueNotCacheableError,
    );
    await expect(run({ source: 'a b' })).rejects.toThrow(InvalidOptionError);
    await expect(run({ statement: '' })).rejects.toThrow(InvalidOptionError);
    await expect(run({ tables: [''] })).rejects.toThrow(InvalidOptionError);
    await expect(run({ parameters: [() => 'canary'] })).rejects.not.toThrow(/canary/);
  });
});
