import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AiCacheModule } from './ai-cache.module.js';
import { AiCacheService } from './ai-cache.service.js';
import { Absent } from './entry/absent.js';
import { cacheAnswered, cacheInvalidated } from './stats/answered.facts.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let clock: FakeClock;
let cache: AiCacheService;
let close: () => Promise<void>;

beforeEach(async () => {
  clock = new FakeClock();
  const module = await Test.createTestingModule({ imports: [AiCacheModule.forRoot({ clock })] }).compile();
  await module.init();
  cache = module.get(AiCacheService);
  close = () => module.close();
});

afterEach(() => close());

/** A factory that counts its calls. */
function counting<T>(make: (call: number) => T): { (): T; calls: number } {
  const factory = (): T => make(++factory.calls);
  factory.calls = 0;
  return factory;
}

const request = { namespace: 'answers', key: 'q' };

describe('resolve', () => {
  it('says where each answer came from, how old it is, and names its entry', async () => {
    const computing = cache.resolve(request, async () => {
      await turn();
      return 'x';
    });
    const joining = cache.resolve(request, () => 'y');
    const computed = await computing;
    const { entryId } = computed;
    expect(entryId).toMatch(/^[\w-]{16}$/);
    expect(computed).toEqual({ value: 'x', hit: undefined, entryId });
    expect(await joining).toEqual({
      value: 'x',
      hit: { kind: 'exact', tier: 'flight', ageMs: 0, entryId },
      entryId,
    });
    clock.advance(1_234.5);
    expect(await cache.resolve(request, () => 'z')).toEqual({
      value: 'x',
      hit: { kind: 'exact', tier: 'l1', ageMs: 1_234, entryId },
      entryId,
    });
  });
});

describe('answer', () => {
  it('does not keep what the caller does not want kept, and counts it', async () => {
    const generate = counting((call) => ({ finish: call === 1 ? 'length' : 'stop' }));
    const store = ({ finish }: { finish: string }): boolean => finish === 'stop';
    const ask = async (): Promise<unknown> => (await cache.answer(request, generate, { store })).value;
    expect(await ask()).toEqual({ finish: 'length' });
    expect(await ask()).toEqual({ finish: 'stop' });
    expect(await ask()).toEqual({ finish: 'stop' });
    expect(generate.calls).toBe(2);
    expect(cache.stats()).toMatchObject({ stores: 1, refusals: 1 });
  });

  it('passes on what is neither kept nor JSON, and freezes what is shared', async () => {
    const { value } = await cache.answer(request, () => undefined, { store: () => false });
    expect(value).toBeUndefined();
    const shared = await cache.answer(request, () => ({ a: 1 }), { store: () => false });
    expect(Object.isFrozen(shared.value)).toBe(true);
  });

  it('bypassed neither reads nor writes nor waits', async () => {
    await cache.set(request, 'stored');
    const before = cache.stats();
    const bypassed = await cache.answer(request, () => 'fresh', { bypass: true });
    expect(bypassed).toMatchObject({ value: 'fresh', hit: undefined });
    expect(cache.stats()).toEqual(before);
    expect(await cache.get(request)).toBe('stored');
  });
});

describe('get, set and delete', () => {
  it('say Absent for nothing and null for null', async () => {
    expect(await cache.get(request)).toBe(Absent);
    await cache.set(request, null);
    expect(await cache.get(request)).toBeNull();
    expect(await cache.delete(request)).toBe(true);
    expect(await cache.get(request)).toBe(Absent);
  });

  it.each(['set', 'delete'] as const)(
    '%s during a computation wins over its older result',
    async (change) => {
      const gate = Promise.withResolvers<string>();
      const computing = cache.getOrCompute(request, () => gate.promise);
      await turn();
      await (change === 'set' ? cache.set(request, 'newer') : cache.delete(request));
      gate.resolve('older');
      expect(await computing).toBe('older');
      await turn();
      expect(await cache.get(request)).toBe(change === 'set' ? 'newer' : Absent);
    },
  );
});

describe('operation', () => {
  it('reports each namespace, the memory, and no second tier', async () => {
    await cache.getOrCompute({ namespace: 'a', key: '1' }, () => 'x');
    await cache.getOrCompute({ namespace: 'a', key: '1' }, () => 'x');
    await cache.getOrCompute({ namespace: 'b', key: '1' }, () => 'x');
    const stats = cache.stats();
    expect(stats).toMatchObject({ misses: 2, stores: 2, hits: { l1: 1 }, l2: { state: 'off' } });
    expect(stats.namespaces['a']).toMatchObject({ l1: 1, misses: 1 });
    expect(stats.namespaces['b']).toMatchObject({ l1: 0, misses: 1 });
    expect(stats.l1).toMatchObject({ entries: 2, maxBytes: 64 * 1024 * 1024, evictions: 0 });
    expect(stats.l1.bytes).toBeGreaterThan(0);
  });

  it('finds the memory up and leaves no trace of the probe', async () => {
    const before = cache.stats();
    expect(await cache.checkHealth(100)).toEqual({ l1: 'up', l2: 'off', ms: expect.any(Number) });
    expect(cache.stats()).toEqual(before);
  });
});

describe('what is published', () => {
  it('says of each answer where it came from, how long it took and what it saved, and no key', async () => {
    using answered = collectFacts(cacheAnswered);
    const factory = async (): Promise<string> => {
      clock.advance(40);
      return 'canary';
    };
    const key = { namespace: 'answers', key: 'canary' };
    const options = { cost: () => 7 };
    await Promise.all([cache.getOrCompute(key, factory, options), cache.getOrCompute(key, factory, options)]);
    await cache.getOrCompute(key, factory, options);
    await cache.get({ namespace: 'answers', key: 'canary-2' });
    const told = { namespace: 'answers', kind: 'exact' };
    const saved = { savedMs: 40, savedMicroDollars: 7 };
    const nothing = { savedMs: 0, savedMicroDollars: 0 };
    expect(answered.facts).toEqual([
      { ...told, from: 'computed', waitedMs: 40, ...nothing },
      { ...told, from: 'flight', waitedMs: 40, ...saved },
      { ...told, from: 'l1', waitedMs: 0, ...saved },
      { ...told, from: 'absent', waitedMs: 0, ...nothing },
    ]);
    expect(JSON.stringify(answered.facts)).not.toContain('canary');
  });

  it('says of an invalidation how many names it had, whom it reached and how soon, and no name', async () => {
    using invalidated = collectFacts(cacheInvalidated);
    await cache.invalidate({ tags: ['canary', 'b'], namespace: 'answers' });
    expect(invalidated.facts).toEqual([
      { names: 3, reached: 'everyone', processes: 1, ms: expect.any(Number) as unknown },
    ]);
    expect(JSON.stringify(invalidated.facts)).not.toContain('canary');
  });
});
