import { randomBytes } from 'node:crypto';
import { Absent, type AiCacheOptions } from '@hydrogenai/ai-cache';
import { runInContext, type RequestContext } from '@hydrogenai/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';
import { eventually } from './support/eventually.js';
import { RedisInspector } from './support/redis-inspector.js';

let server: RedisServer;
let redis: RedisInspector;

beforeAll(async () => {
  server = await startRedis();
  redis = new RedisInspector(server.url);
});

afterAll(async () => {
  await redis[Symbol.asyncDispose]();
  await server.stop();
});

beforeEach(() => redis.client.flushall());

function start(options: AiCacheOptions = {}): Promise<CacheApp> {
  return startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000, ...options });
}

// Parts that would meet if they were joined carelessly.
const TENANTS = ['a', 'b', 'a:b', '@1:a', '-', 'A', '{a}', 'a ', undefined];
const ROLES = [[], ['r'], ['s'], ['r', 's'], ['rs'], ['r,s'], ['1:r'], ['r1:s'], undefined].map((roles) =>
  Object.freeze(roles),
);
const KEYS = ['q', 'q ', 'Q', '@1:aq', ['q'], { q: 1 }, 'c["q"]', 1, '1'];
const NAMESPACES = ['n', 'n1', '1:n', 'sn'];

type Who = Pick<RequestContext, 'tenant' | 'roles'>;

function as<Result>({ tenant, roles }: Who, work: () => Result): Result {
  return runInContext({ correlationId: 'c', ...(tenant && { tenant }), ...(roles && { roles }) }, work);
}

/** A generator of its own, so that a failure can be repeated. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Question {
  readonly who: Who;
  readonly request: { readonly namespace: string; readonly key: unknown };
  /** What only this question may be answered with. */
  readonly answer: string;
}

function questions(seed: number): () => Question {
  const below = numbers(seed);
  return () => {
    const [t, r, k, n] = [TENANTS, ROLES, KEYS, NAMESPACES].map(({ length }) => below(length));
    const at = { t: t ?? 0, r: r ?? 0, k: k ?? 0, n: n ?? 0 };
    return {
      who: { tenant: TENANTS[at.t], roles: ROLES[at.r] } as Who,
      request: { namespace: NAMESPACES[at.n] ?? '', key: KEYS[at.k] },
      answer: `${at.t}.${at.r}.${at.k}.${at.n}`,
    };
  };
}

describe('answers of other tenants and other roles', () => {
  it('are never hit in memory, in 1,000,000 random questions', async () => {
    await using app = await startCacheApp();
    const next = questions(1);
    let foreign = 0;
    for (let asked = 0; asked < 1_000_000; asked++) {
      const { who, request, answer } = next();
      const given = as(who, () => app.cache.getOrCompute(request, () => answer));
      if ((await given) !== answer) foreign += 1;
    }
    expect(foreign).toBe(0);
    const { hits } = app.cache.stats();
    expect(hits.l1).toBeGreaterThan(900_000);
  });

  it.each([
    ['plain', {}],
    ['encrypted', { encryption: { keys: [{ id: 'k', secret: randomBytes(32) }] } }],
    ['behind a filter', { filter: { version: '1', check: () => ({ clean: true }) } }],
  ] satisfies [string, AiCacheOptions][])('are never hit in Redis (%s)', async (_, options) => {
    await using writer = await start(options);
    const all = new Map<string, Question>();
    const next = questions(2);
    for (let asked = 0; asked < 3_000; asked++) {
      const question = next();
      all.set(question.answer, question);
    }
    for (const { who, request, answer } of all.values()) {
      await as(who, () => writer.cache.getOrCompute(request, () => answer));
    }
    await eventually(
      async () => (await redis.keys()).length,
      (stored) => stored >= all.size,
    );
    await using reader = await start(options);
    const seen = await Promise.all(
      [...all.values()].map(async ({ who, request, answer }) => [
        answer,
        await as(who, () => reader.cache.get(request)),
      ]),
    );
    expect(seen.filter(([answer, found]) => answer !== found)).toEqual([]);
    expect(reader.cache.stats().hits.l2).toBe(all.size);
  });
});

describe('an invalidation by somebody with other roles', () => {
  it('reaches the answers of all roles of the tenant, and of no other tenant', async () => {
    await using here = await start();
    await using there = await start();
    const request = { namespace: 'n', key: 'q' };
    const readers: Who[] = [{ tenant: 'a', roles: ['r'] }, { tenant: 'a', roles: ['s'] }, { tenant: 'a' }];
    const stranger: Who = { tenant: 'b', roles: ['r'] };
    const get = (who: Who): Promise<unknown> => as(who, () => there.cache.get(request));
    const fill = (): Promise<unknown> =>
      Promise.all([...readers, stranger].map((who) => as(who, () => there.cache.set(request, who))));
    const operator: Who = { tenant: 'a', roles: ['operator'] };
    for (const target of [{ keys: [request] }, { namespace: 'n' }, { everything: true }]) {
      await fill();
      await as(operator, () => here.cache.invalidate(target));
      expect(await Promise.all(readers.map(get))).toEqual([Absent, Absent, Absent]);
      expect(await get(stranger)).toEqual(stranger);
    }
  });

  it('leaves the answers of other roles alone when one is only replaced', async () => {
    await using app = await start();
    const request = { namespace: 'n', key: 'q' };
    const [left, right] = [
      { tenant: 'a', roles: ['r'] },
      { tenant: 'a', roles: ['s'] },
    ];
    await as(left, () => app.cache.set(request, 'left'));
    await as(right, () => app.cache.set(request, 'right'));
    expect(await as(left, () => app.cache.get(request))).toBe('left');
  });
});

describe('answers that have passed other rules', () => {
  const rules = (version: string): AiCacheOptions => ({
    filter: { version, check: () => ({ clean: true }) },
  });
  const request = { namespace: 'n', key: 'q' };

  it('are not found, and go when their key is invalidated by a process with other rules', async () => {
    await using older = await start(rules('1'));
    await using newer = await start(rules('2'));
    await older.cache.set(request, 'old rules');
    expect(await newer.cache.get(request)).toBe(Absent);
    await newer.cache.set(request, 'new rules');
    expect(await older.cache.get(request)).toBe(Absent);
    await older.cache.delete(request);
    expect(await newer.cache.get(request)).toBe(Absent);
  });
});
