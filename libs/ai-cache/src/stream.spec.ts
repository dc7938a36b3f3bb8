import { FakeClock } from '@hydrogenai/common/testing';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AiCacheModule } from './ai-cache.module.js';
import { AiCacheService } from './ai-cache.service.js';
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

const request = { namespace: 'streams', key: 'q' };

/** A source whose chunks are let out by hand, and which need not heed its signal. */
function source<T>({ heeds = true } = {}) {
  const left: IteratorResult<T, undefined>[] = [];
  const opened: AbortSignal[] = [];
  let wake = (): void => undefined;
  let failure: Error | undefined;
  return {
    opened,
    async *open(this: void, signal: AbortSignal): AsyncGenerator<T> {
      opened.push(signal);
      for (;;) {
        const next = left.shift();
        if (next?.done === true) return;
        if (next !== undefined) yield next.value;
        else if (failure !== undefined) throw failure;
        else {
          await new Promise<void>((resolve, reject) => {
            wake = resolve;
            if (heeds) signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          });
        }
      }
    },
    say(...chunks: readonly T[]): void {
      for (const value of chunks) left.push({ done: false, value });
      wake();
    },
    end(): void {
      left.push({ done: true, value: undefined });
      wake();
    },
    fail(error: Error): void {
      failure = error;
      wake();
    },
  };
}

async function all<T>({ chunks }: { readonly chunks: AsyncIterable<T> }): Promise<T[]> {
  const read: T[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return read;
}

describe('stream', () => {
  it('is opened once for 1,000 readers; each gets all chunks, whenever it comes, and later ones a replay', async () => {
    const { open, say, end, opened } = source<string>();
    const early = Array.from({ length: 500 }, () => cache.stream(request, open));
    say('a');
    const first = await Promise.all(early);
    say('b');
    await turn();
    const late = await Promise.all(Array.from({ length: 500 }, () => cache.stream(request, open)));
    say('c');
    end();
    for (const read of await Promise.all([...first, ...late].map(all))) expect(read).toEqual(['a', 'b', 'c']);
    expect([...first, ...late].filter(({ hit }) => hit === undefined)).toHaveLength(1);
    expect(late[0]?.hit).toMatchObject({ kind: 'exact', tier: 'flight', entryId: first[0]?.entryId });
    const again = await cache.stream(request, open);
    expect([again.hit?.tier, await all(again)]).toEqual(['l1', ['a', 'b', 'c']]);
    expect(await cache.get(request)).toEqual(['a', 'b', 'c']);
    expect(opened).toHaveLength(1);
    expect(cache.stats()).toMatchObject({ misses: 1, stores: 1, flightsJoined: 999 });
  });

  it('is live: a reader has the first chunk before there is another', async () => {
    const { open, say } = source<string>();
    const opening = cache.stream(request, open);
    say('a');
    const { chunks } = await opening;
    expect(await chunks.next()).toEqual({ done: false, value: 'a' });
    await chunks.return?.();
  });

  it('gives each reader copies of its own, with what JSON would lose, live as from memory', async () => {
    const { open, say, end } = source<{ at: Date; bytes: Uint8Array; list: number[] }>();
    const chunk = (): { at: Date; bytes: Uint8Array; list: number[] } => ({
      at: new Date(5),
      bytes: new Uint8Array([1, 2]),
      list: [1],
    });
    const opening = [cache.stream(request, open), cache.stream(request, open)];
    say(chunk());
    end();
    for (const each of [...opening, cache.stream(request, open), cache.stream(request, open)]) {
      const read = await all(await each);
      expect(read).toEqual([chunk()]);
      read[0]?.list.push(2);
      read[0]?.bytes.fill(0);
    }
  });

  it('aborts its source when the last reader has left, not before, and keeps nothing of it', async () => {
    const { open, say, opened } = source<string>();
    const caller = new AbortController();
    const opening = [
      cache.stream(request, open, { signal: caller.signal }),
      cache.stream(request, open, { deadline: 100 }),
      cache.stream(request, open),
    ] as const;
    say('a');
    const [aborting, limited, returning] = await Promise.all(opening);
    for (const { chunks } of [aborting, limited, returning]) expect((await chunks.next()).value).toBe('a');
    const ends = [aborting.chunks.next(), limited.chunks.next()].map((end) =>
      end.catch((error: unknown) => error),
    );
    caller.abort(new Error('enough'));
    expect(await ends[0]).toMatchObject({ message: 'enough' });
    clock.advance(100);
    expect(await ends[1]).toMatchObject({ code: 'CACHE_WAIT_TIMEOUT', retryable: true });
    expect(opened[0]?.aborted).toBe(false);
    say('b');
    expect((await returning.chunks.next()).value).toBe('b');
    await returning.chunks.return?.();
    expect(opened[0]?.aborted).toBe(true);
    expect(await cache.get(request)).toBe(Absent);
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets go of a source that heeds no signal, and opens anew', async () => {
    const stuck = source<string>({ heeds: false });
    const caller = new AbortController();
    const waiting = cache.stream(request, stuck.open, { signal: caller.signal });
    await turn();
    caller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    const { open, say, end } = source<string>();
    say('a');
    end();
    expect(await all(await cache.stream(request, open))).toEqual(['a']);
  });

  it('is kept though its only reader aborts as soon as it has the last chunk and the end', async () => {
    const { open, say, end } = source<string>();
    const caller = new AbortController();
    const opening = cache.stream(request, open, { signal: caller.signal, deadline: 1_000 });
    say('a');
    end();
    await all(await opening);
    expect(clock.pendingTimers).toBe(0);
    caller.abort();
    await turn();
    expect(await cache.get(request)).toEqual(['a']);
  });

  it('fails for all with the error of its source, and is not kept', async () => {
    const { open, say, fail } = source<string>();
    const opening = [cache.stream(request, open), cache.stream(request, open)];
    say('a');
    const streams = await Promise.all(opening);
    fail(new Error('upstream'));
    for (const stream of streams) await expect(all(stream)).rejects.toThrow('upstream');
    await turn();
    expect(await cache.get(request)).toBe(Absent);
    const failing = source<string>();
    failing.fail(new Error('at once'));
    await expect(cache.stream(request, failing.open)).rejects.toThrow('at once');
  });

  it('is joined by nobody who comes after an invalidation, and not kept then', async () => {
    const [old, fresh] = [source<string>(), source<string>()];
    const tagged = { ...request, tags: ['t'] };
    const before = cache.stream(tagged, old.open);
    old.say('old');
    const running = await before;
    await cache.invalidate({ tags: ['t'] });
    const after = cache.stream(tagged, fresh.open);
    fresh.say('new');
    fresh.end();
    expect(await all(await after)).toEqual(['new']);
    old.end();
    expect(await all(running)).toEqual(['old']);
    await turn();
    expect(await cache.get(tagged)).toEqual(['new']);
  });

  it('is kept only if its caller says so, empty as it may be', async () => {
    const empty = async function* (): AsyncGenerator<string> {};
    const seen: unknown[] = [];
    const store = (chunks: readonly string[]): boolean => seen.push(chunks) > 1;
    for (let n = 0; n < 3; n++) {
      expect(await all(await cache.stream(request, empty, { store }))).toEqual([]);
      await turn();
    }
    expect(seen).toEqual([[], []]);
    expect(cache.stats()).toMatchObject({ misses: 2, refusals: 1, stores: 1 });
  });

  it('refuses what cannot be kept, for all, or tells its caller and gives it to the readers here', async () => {
    const unfit = (): string => 'x';
    const open = async function* (): AsyncGenerator<unknown> {
      yield 'a';
      yield unfit;
    };
    const refused = await cache.stream(request, open);
    await expect(all(refused)).rejects.toBeInstanceOf(ValueNotCacheableError);
    let told = 0;
    const onUnfit = (): void => void (told += 1);
    const both = await Promise.all([1, 2].map(() => cache.stream(request, open, { onUnfit })));
    for (const stream of both) expect(await all(stream)).toEqual(['a', unfit]);
    await turn();
    expect([told, await cache.get(request)]).toEqual([1, Absent]);
  });

  it('serves an old whole while it opens a new one in the background, drawn to its end by nobody', async () => {
    const stale = { ...request, ttl: 1_000, staleFor: 10_000 };
    let opened = 0;
    const open = async function* (): AsyncGenerator<number> {
      yield ++opened;
      yield opened;
    };
    expect(await all(await cache.stream(stale, open))).toEqual([1, 1]);
    clock.advance(1_500);
    expect(await all(await cache.stream(stale, open))).toEqual([1, 1]);
    await turn();
    expect(await all(await cache.stream(stale, open))).toEqual([2, 2]);
  });

  it('lets an old whole stand in for a source that fails before its first chunk, and not after it', async () => {
    const failing = { ...request, ttl: 1_000, failSafeFor: 60_000, failSafeThrottle: 1 };
    await cache.set(failing, ['old']);
    clock.advance(1_500);
    const early = source<string>();
    early.fail(new Error('upstream'));
    expect(await all(await cache.stream(failing, early.open))).toEqual(['old']);
    clock.advance(10);
    const late = source<string>();
    const opening = cache.stream(failing, late.open);
    late.say('new');
    const stream = await opening;
    late.fail(new Error('upstream'));
    await expect(all(stream)).rejects.toThrow('upstream');
  });

  it('is over for all at its hard timeout, and its source is aborted', async () => {
    const { open, say, opened } = source<string>({ heeds: false });
    const opening = cache.stream({ ...request, hardTimeout: 100 }, open);
    say('a');
    const stream = await opening;
    expect((await stream.chunks.next()).value).toBe('a');
    clock.advance(100);
    await expect(stream.chunks.next()).rejects.toMatchObject({ code: 'CACHE_FACTORY_TIMEOUT' });
    expect(opened[0]?.aborted).toBe(true);
  });

  it('is joined by nobody who would not see its beginning, and not kept, when it is longer than the bound', async () => {
    const [long, own] = [source<string>(), source<string>()];
    const opening = cache.stream(request, long.open);
    const part = 'x'.repeat(5 * 1024 * 1024);
    long.say(part);
    const { chunks } = await opening;
    const read = all({ chunks });
    long.say(part);
    await turn();
    own.say('own');
    own.end();
    expect(await all(await cache.stream(request, own.open))).toEqual(['own']);
    long.end();
    expect(await read).toHaveLength(2);
    await turn();
    expect(await cache.get(request)).toEqual(['own']);
    expect(cache.stats()).toMatchObject({ misses: 2, stores: 1, refusals: 1 });
  });

  it('replays what was stored with `set`, a list in chunks and anything else as one', async () => {
    const never = (): never => {
      throw new Error('not to be opened');
    };
    await cache.set(request, ['a', 'b']);
    expect(await all(await cache.stream(request, never))).toEqual(['a', 'b']);
    await cache.set(request, 'all of it');
    expect(await all(await cache.stream(request, never))).toEqual(['all of it']);
  });
});
