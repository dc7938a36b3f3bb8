import { NotCanonicalError, runInContext } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import { Test } from '@nestjs/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AiCacheModule } from './ai-cache.module.js';
import { AiCacheService } from './ai-cache.service.js';
import { StreamNotCacheableError } from './engine/stream-not-cacheable.error.js';
import { Absent } from './entry/absent.js';
import { ValueNotCacheableError } from './json/value-not-cacheable.error.js';

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

describe('getOrCompute', () => {
  it('computes once for 1,000 concurrent callers, and once more after the lifetime', async () => {
    const factory = counting(async (call) => {
      await turn();
      return { call };
    });
    const callers = Array.from({ length: 1_000 }, () => cache.getOrCompute(request, factory));
    const answers = await Promise.all(callers);
    expect(factory.calls).toBe(1);
    expect(new Set(answers)).toEqual(new Set([answers[0]]));
    clock.advance(599_999);
    await cache.getOrCompute(request, factory);
    expect(factory.calls).toBe(1);
    clock.advance(1);
    await expect(cache.getOrCompute(request, factory)).resolves.toEqual({ call: 2 });
    expect(cache.stats()).toMatchObject({
      misses: 2,
      flightsJoined: 999,
      hits: { l1: 1, l2: 0, flight: 999 },
    });
  });

  it('gives back every JSON value, equal, from the computation as from memory', async () => {
    let key = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (value) => {
        const own = { namespace: 'values', key: `${key++}` };
        expect(await cache.getOrCompute(own, () => value)).toStrictEqual(value);
        expect(await cache.getOrCompute(own, () => 'not called')).toStrictEqual(value);
        expect(await cache.get(own)).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what others get safe from a caller who changes its answer, its promise or what it gave', async () => {
    const given = { list: [1], inner: { n: 1 } };
    const answer = await cache.getOrCompute(request, () => given);
    given.list.push(2);
    expect(() => answer.list.push(3)).toThrow(TypeError);
    expect(() => Object.assign(answer.inner, { n: 2 })).toThrow(TypeError);
    const promise = cache.getOrCompute(request, () => given);
    expect(() => Object.assign(promise, { catch: () => 'poisoned' })).toThrow(TypeError);
    expect(await cache.getOrCompute(request, () => given)).toEqual({ list: [1], inner: { n: 1 } });
  });

  it('has null for a value', async () => {
    const factory = counting(() => null);
    await cache.getOrCompute(request, factory);
    expect(await cache.getOrCompute(request, factory)).toBeNull();
    expect(factory.calls).toBe(1);
  });

  it('caches no failure', async () => {
    const failing = counting(() => Promise.reject(new Error('upstream')));
    await expect(cache.getOrCompute(request, failing)).rejects.toThrow('upstream');
    await expect(cache.getOrCompute(request, failing)).rejects.toThrow('upstream');
    expect(failing.calls).toBe(2);
    await expect(cache.getOrCompute(request, () => 'fine')).resolves.toBe('fine');
  });

  it('fails as a promise, also when the factory or the key throws at once', async () => {
    const throwing = (): never => {
      throw new Error('at once');
    };
    await expect(cache.getOrCompute(request, throwing)).rejects.toThrow('at once');
    await expect(cache.getOrCompute({ namespace: 'a', key: () => 1 }, () => 1)).rejects.toThrow(
      NotCanonicalError,
    );
    await expect(cache.getOrCompute({ namespace: 'a b', key: 'k' }, () => 1)).rejects.toThrow(/^namespace:/);
  });

  it('does not start for a caller who has left already, not even a hit', async () => {
    const factory = counting(() => 1);
    const { signal } = new AbortController();
    const left = AbortSignal.abort(new Error('gone'));
    await expect(cache.getOrCompute(request, factory, { signal: left })).rejects.toThrow('gone');
    expect(factory.calls).toBe(0);
    await cache.getOrCompute(request, factory, { signal });
    await expect(cache.getOrCompute(request, factory, { signal: left })).rejects.toThrow('gone');
  });

  it('aborts the factory when its last caller leaves, stores nothing of it and computes anew for the next', async () => {
    const gate = Promise.withResolvers<string>();
    const callers = [new AbortController(), new AbortController()];
    let aborted: AbortSignal | undefined;
    const factory = (signal: AbortSignal): Promise<string> => {
      aborted = signal;
      return gate.promise;
    };
    const waiting = callers.map(({ signal }) => cache.getOrCompute(request, factory, { signal }));
    await turn();
    callers[0]?.abort(new Error('one'));
    expect(aborted?.aborted).toBe(false);
    callers[1]?.abort(new Error('two'));
    expect(aborted?.aborted).toBe(true);
    const late = cache.getOrCompute(request, () => 'fresh');
    gate.resolve('late result of an aborted factory');
    await expect(Promise.allSettled(waiting)).resolves.toMatchObject([
      { reason: { message: 'one' } },
      { reason: { message: 'two' } },
    ]);
    await expect(late).resolves.toBe('fresh');
    await turn();
    await expect(cache.get(request)).resolves.toBe('fresh');
  });

  it('keeps nothing of a factory that goes on although everybody has left', async () => {
    const gate = Promise.withResolvers<string>();
    const caller = new AbortController();
    const waiting = cache.getOrCompute(request, () => gate.promise, { signal: caller.signal });
    await turn();
    caller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    gate.resolve('maybe half an answer');
    await turn();
    await expect(cache.get(request)).resolves.toBe(Absent);
  });

  it.each([0, -1, 0.5, Number.NaN, '5 s', '1.5s', 's'])(
    'refuses the lifetime %j, naming the field',
    async (ttl) => {
      const factory = counting(() => 1);
      // Lifetimes that only JavaScript callers can write.
      const bad = { ...request, ttl: ttl as number };
      await expect(cache.getOrCompute(bad, factory)).rejects.toThrow(/^ttl: expected whole milliseconds/);
      await expect(cache.set(bad, 1)).rejects.toThrow(/^ttl: expected whole milliseconds/);
      expect(factory.calls).toBe(0);
    },
  );

  it('has for each answer the lifetime of its request', async () => {
    const short = { ...request, ttl: '5s' as const };
    const factory = counting(() => 1);
    await cache.getOrCompute(short, factory);
    clock.advance(4_999);
    await cache.getOrCompute(short, factory);
    clock.advance(1);
    await cache.getOrCompute(short, factory);
    expect(factory.calls).toBe(2);
  });

  it('refuses what is not JSON with the path and without the data, and counts it', async () => {
    const answer = { text: 'canary', at: new Date(0) };
    const failure = cache.getOrCompute(request, () => answer);
    await expect(failure).rejects.toThrow(ValueNotCacheableError);
    await expect(failure).rejects.toThrow(/^\$\.at: an instance of Date/);
    await expect(failure).rejects.not.toThrow(/canary/);
    await expect(cache.get(request)).resolves.toBe(Absent);
    expect(cache.stats().refusals).toBe(1);
  });

  it('refuses a stream with the remedy', async () => {
    const stream = async function* (): AsyncGenerator<string> {
      yield 'x';
    };
    await expect(cache.getOrCompute(request, stream)).rejects.toThrow(StreamNotCacheableError);
    await expect(cache.getOrCompute(request, stream)).rejects.toThrow(/Collect it/);
    await expect(cache.getOrCompute(request, () => new ReadableStream())).rejects.toThrow(
      StreamNotCacheableError,
    );
  });

  it('tells keys by value, whatever the order of their parts', async () => {
    const factory = counting((call) => call);
    await cache.getOrCompute({ namespace: 'n', key: { a: 1, b: [2] } }, factory);
    await cache.getOrCompute({ namespace: 'n', key: { b: [2], a: 1 } }, factory);
    expect(factory.calls).toBe(1);
    for (const key of [
      { a: 1 },
      { a: 1, b: [2], c: undefined },
      ['2'],
      [2],
      2,
      '2',
      null,
      'null',
      undefined,
    ]) {
      await cache.getOrCompute({ namespace: 'n', key }, factory);
    }
    expect(factory.calls).toBe(10);
  });

  it('never serves one tenant with the answer of another', async () => {
    const as = (tenant: string, value: string): Promise<string> =>
      runInContext({ correlationId: 'c', tenant }, () => cache.getOrCompute(request, () => value));
    expect(await as('a', 'of a')).toBe('of a');
    expect(await as('b', 'of b')).toBe('of b');
    expect(await cache.getOrCompute(request, () => 'of nobody')).toBe('of nobody');
    expect(await as('a', 'again')).toBe('of a');
  });
});

describe('a deadline of getOrCompute', () => {
  it('is that of one caller: the others get the answer, and the last one that leaves aborts it', async () => {
    const gate = Promise.withResolvers<string>();
    const signals: AbortSignal[] = [];
    const factory = (signal: AbortSignal): Promise<string> => {
      signals.push(signal);
      return gate.promise;
    };
    const limited = cache.getOrCompute(request, factory, { deadline: 50 });
    const other = cache.getOrCompute(request, factory);
    await turn();
    clock.advance(50);
    await expect(limited).rejects.toMatchObject({ code: 'CACHE_WAIT_TIMEOUT' });
    gate.resolve('x');
    expect(await other).toBe('x');
    expect(signals[0]?.aborted).toBe(false);
    const alone = cache.getOrCompute(
      { ...request, key: 'k2' },
      async (signal) => {
        signals.push(signal);
        return new Promise<never>(() => undefined);
      },
      { deadline: 50 },
    );
    await turn();
    clock.advance(50);
    await expect(alone).rejects.toMatchObject({ code: 'CACHE_WAIT_TIMEOUT' });
    expect(signals[1]?.aborted).toBe(true);
  });
});
